using System.Globalization;

namespace CustomerRegister.Benchmarks;

/// <summary>The greatest size that this process has had, as the kernel counts it.</summary>
internal static class PeakMemory
{
    /// <summary>The kernel keeps the greatest size since this was called.</summary>
    public static void Forget()
    {
        GC.Collect();
        if (File.Exists("/proc/self/clear_refs"))
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>0 where the system does not tell.</summary>
    public static double Megabytes() => !File.Exists("/proc/self/status") ? 0 : File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).FirstOrDefault();
}
