using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <summary>What a seal says of its entries: how many they are, from when until when, and a hash over every column of each.</summary>
internal sealed record EntriesDigest(int Count, string Hash, DateTime? From, DateTime? Until)
{
    public static EntriesDigest None { get; } = new(0, Sha256.Hex([]), null, null);

    /// <summary>One for each seal that entries name, in the order of the seals; holds one entry at a time. Null where an entry has what no entry can hold.</summary>
    public static async IAsyncEnumerable<(long Seal, EntriesDigest? Digest)> Of(IQueryable<AuditEntry> entries, [EnumeratorCancellation] CancellationToken ct)
    {
        var from = long.MinValue;
        while (true)
        {
            var reading = new Reading(entries.Where(e => e.SealNumber >= from), ct);
            await using (reading)
            {
                while (await reading.Next() is { } whole)
                {
                    yield return whole;
                    from = whole.Seal + 1;
                }
            }

            if (!reading.Failed)
                yield break;
            // The entry is of the seal that was being read, or of the one after it: each is read by itself until it is met.
            var seal = await entries.Where(e => e.SealNumber >= from).MinAsync(e => e.SealNumber!.Value, ct);
            await using var alone = new Reading(entries.Where(e => e.SealNumber == seal), ct);
            yield return await alone.Next() is { } sound ? sound : (seal, null);
            from = seal + 1;
        }
    }

    /// <summary>Reads entries in the order of their seals, and stops where one cannot be read.</summary>
    private sealed class Reading(IQueryable<AuditEntry> entries, CancellationToken ct) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<AuditEntry> rows = entries.AsNoTracking().Where(e => e.SealNumber != null).OrderBy(e => e.SealNumber).ThenBy(e => e.Id).AsAsyncEnumerable().GetAsyncEnumerator(ct);
        private readonly EntryForm form = new();
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private bool begun;
        private bool ended;

        public bool Failed { get; private set; }

        /// <returns>The digest of the next seal's entries; null at the end.</returns>
        public async Task<(long Seal, EntriesDigest? Digest)?> Next()
        {
            if (!begun)
                await Move();
            begun = true;
            if (ended || Failed)
                return null;
            var seal = rows.Current.SealNumber!.Value;
            var (count, from, until) = (0, DateTime.MaxValue, DateTime.MinValue);
            while (!ended && rows.Current.SealNumber == seal)
            {
                var entry = rows.Current;
                hash.AppendData(form.Of(entry));
                (count, from, until) = (count + 1, entry.At < from ? entry.At : from, entry.At > until ? entry.At : until);
                await Move();
                if (Failed)
                    return null;
            }

            return (seal, new(count, Convert.ToHexStringLower(hash.GetHashAndReset()), from, until));
        }

        public async ValueTask DisposeAsync()
        {
            await rows.DisposeAsync();
            form.Dispose();
            hash.Dispose();
        }

        private async Task Move()
        {
            try
            {
                ended = !await rows.MoveNextAsync();
            }
            catch (Exception failure) when (IsOfAValue(failure))
            {
                Failed = true;
            }
        }
    }

    /// <summary>Whether a stored value is none that the program writes.</summary>
    internal static bool IsOfAValue(Exception failure) => failure is FormatException or InvalidOperationException or InvalidCastException;

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
