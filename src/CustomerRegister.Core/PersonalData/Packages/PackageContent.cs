using CustomerRegister.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData.Packages;

/// <summary>Reads a package's chunks one after the other, each decrypted when it comes. Lives no longer than the register context that it reads from.</summary>
internal sealed class PackageContent(RegisterContext db, DataPackageId package, long length, Func<DataPackageId, int, IDataProtector> protector) : Stream
{
    private byte[] chunk = [];
    private int read, position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (read == chunk.Length)
        {
            position++;
            var stored = await db.DataPackageChunks.AsNoTracking().Where(c => c.PackageId == package && c.Position == position).Select(c => c.Content).SingleOrDefaultAsync(cancellationToken);
            if (stored is null)
                return 0;
            (chunk, read) = (protector(package, position).Unprotect(stored), 0);
        }

        var count = Math.Min(buffer.Length, chunk.Length - read);
        chunk.AsMemory(read, count).CopyTo(buffer);
        read += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The register is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
