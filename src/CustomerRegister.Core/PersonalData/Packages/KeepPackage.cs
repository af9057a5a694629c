using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData.Packages;

/// <summary>
/// Keeps a package in the register, in encrypted chunks, and gives it back: neither holds more than one chunk in memory. What is kept is a draft that nobody can
/// get, until what it answers is decided and offers it (<see cref="DataPackage.Offer"/>); drafts that nothing came of go with what has expired.
/// </summary>
public sealed class KeepPackage(RegisterContext db, IDataProtectionProvider protection, TimeProvider clock)
{
    private const int ChunkSize = 512 * 1024;

    /// <param name="content">What was written to it; it is read here.</param>
    /// <param name="lifetime">How long the package can be downloaded.</param>
    /// <returns>Tracked: whoever offers it saves it together with the decision.</returns>
    public async Task<DataPackage> Run(SpillStream content, CustomerId person, DataPackageKind kind, TimeSpan lifetime, CancellationToken ct)
    {
        var id = EntityKey.New<DataPackageId>(clock);
        var package = DataPackage.Of(id, person, kind, content.Length, content.Hash(), clock.Now(), lifetime);
        db.Add(package);
        var buffer = new byte[ChunkSize];
        var written = content.Written();
        for (var position = 1; await written.ReadAtLeastAsync(buffer, ChunkSize, throwOnEndOfStream: false, ct) is > 0 and var read; position++)
        {
            var chunk = DataPackageChunk.Of(id, position, Protector(id, position).Protect(buffer.AsSpan(0, read).ToArray()));
            db.Add(chunk);
            await db.SaveChangesAsync(ct);
            db.Entry(chunk).State = EntityState.Detached;
        }

        return package;
    }

    /// <summary>The file as it was made, chunk by chunk.</summary>
    internal Stream Open(DataPackage package) => new PackageContent(db, package.Id, package.Length, Protector);

    private IDataProtector Protector(DataPackageId package, int position) =>
        protection.CreateProtector(nameof(DataPackage), package.Value.ToString("N"), position.ToString(CultureInfo.InvariantCulture));
}
