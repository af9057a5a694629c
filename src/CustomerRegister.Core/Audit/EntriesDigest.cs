using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <summary>What a seal says of its entries: how many they are, from when until when, and a hash over every column of each.</summary>
internal sealed record EntriesDigest(int Count, string Hash, DateTime? From, DateTime? Until)
{
    public static EntriesDigest None { get; } = new(0, Sha256.Hex([]), null, null);

    /// <summary>One for each seal that entries name, in the order of the seals; holds one entry at a time.</summary>
    public static async IAsyncEnumerable<(long Seal, EntriesDigest Digest)> Of(IQueryable<AuditEntry> entries, [EnumeratorCancellation] CancellationToken ct)
    {
        using var form = new EntryForm();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long? seal = null;
        var (count, from, until) = (0, DateTime.MaxValue, DateTime.MinValue);
        await foreach (var entry in entries.AsNoTracking().Where(e => e.SealNumber != null).OrderBy(e => e.SealNumber).ThenBy(e => e.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (seal is { } whole && whole != entry.SealNumber)
            {
                yield return (whole, Taken());
                (count, from, until) = (0, DateTime.MaxValue, DateTime.MinValue);
            }

            seal = entry.SealNumber;
            hash.AppendData(form.Of(entry));
            (count, from, until) = (count + 1, entry.At < from ? entry.At : from, entry.At > until ? entry.At : until);
        }

        if (seal is { } last)
            yield return (last, Taken());

        EntriesDigest Taken() => new(count, Convert.ToHexStringLower(hash.GetHashAndReset()), from, until);
    }

    /// <summary>Every column of an entry as bytes, each with its length, so that nothing can be moved from one to the next unseen.</summary>
    private sealed class EntryForm : IDisposable
    {
        private readonly MemoryStream bytes = new();
        private readonly BinaryWriter writer;

        public EntryForm() => writer = new BinaryWriter(bytes);

        public ReadOnlySpan<byte> Of(AuditEntry entry)
        {
            bytes.SetLength(0);
            Write(entry.Id.Value);
            writer.Write(entry.At.Ticks);
            writer.Write(entry.Action);
            writer.Write(entry.ActorKind.ToString());
            Write(entry.ActorId);
            writer.Write(entry.ActorRole);
            writer.Write(entry.Purpose);
            Write(entry.OnBehalfOf);
            Write(entry.CustomerId?.Value);
            Write(entry.SubjectId);
            writer.Write(entry.Fields is not null);
            writer.Write(entry.Fields ?? "");
            writer.Flush();
            return bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        }

        public void Dispose() => writer.Dispose();

        private void Write(Guid? value)
        {
            writer.Write(value is not null);
            writer.Write((value ?? Guid.Empty).ToByteArray());
        }
    }
}
