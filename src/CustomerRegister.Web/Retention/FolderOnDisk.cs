using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace CustomerRegister.Web.Retention;

/// <summary>Brings the names in a folder to the disk, as flushing a file brings what is in it. The framework has no call for it.</summary>
internal static class FolderOnDisk
{
    private const int ReadOnly = 0;

    /// <summary>Where the system writes names by itself, as Windows does, there is nothing to do.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (descriptor < 0)
            throw new IOException($"The folder {folder} cannot be opened.", new Win32Exception(Marshal.GetLastPInvokeError()));
        try
        {
            if (Synchronise(descriptor) != 0)
                throw new IOException($"The folder {folder} cannot be written to the disk.", new Win32Exception(Marshal.GetLastPInvokeError()));
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronise(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
