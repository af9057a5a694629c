using CustomerRegister.Customers;

namespace CustomerRegister.Retention;

/// <summary>One transaction of erasures in the ledger.</summary>
/// <param name="Subject">The run or the request that it was done for.</param>
/// <param name="IsComplete">Whether its commit is known; without it the program died between the two writes.</param>
public sealed record LedgerEntry(Guid Id, DateTime At, SuppressionCause Cause, Guid Subject, bool IsComplete);

/// <summary>An entry with everybody in it.</summary>
public sealed record LedgerRecord(LedgerEntry Entry, IReadOnlyCollection<LedgerPerson> People);

/// <param name="Scope">What was erased, as in <see cref="ErasurePlan.ErasedBits"/>.</param>
public sealed record LedgerPerson(CustomerId Id, int Scope);

/// <summary>
/// The erasure ledger: what was erased, outside the register's database, so that a restored backup can be cleaned again. It is only ever added to, and holds
/// random keys, times and scopes: nothing that leads to anybody.
/// </summary>
/// <remarks>
/// The order of writing, and why no crash between two of its instructions loses a promise:
/// <list type="number">
/// <item><see cref="Begin(IReadOnlyCollection{LedgerRecord}, CancellationToken)"/> writes the whole entry and returns when it is on the disk. Only then does the erasure commit in the database, with a <see cref="LedgerMark"/> of the
/// same key in the same transaction, and only that commit makes the promise: it holds the receipt too, which another process sends afterwards. So there is no
/// promise without an entry. If the entry cannot be written the transaction fails, and nothing was erased.</item>
/// <item>A crash before the commit leaves an entry that the database does not know. It was not carried out: its run or request is still in the database, which carries it out again
/// under a new entry, or decides otherwise, such as when the person stops it. The next start finds the entry neither complete nor marked, and its subject in the database: it is
/// <see cref="Void"/>, and never looked at again.</item>
/// <item>A crash after the commit but before <see cref="Complete(IReadOnlyCollection{Guid}, CancellationToken)"/> leaves an entry that the database knows by its mark: the next start completes it.</item>
/// <item>A restored backup knows neither mark nor, if it is old enough, subject. A complete entry without a mark can only be that, so its people are erased again. An incomplete one whose
/// subject the database does not know either is treated the same: erasing twice keeps the promise, not erasing might break it.</item>
/// <item>Erasing again writes the mark in its own transaction, so that a crash in the middle of it begins that entry once more.</item>
/// </list>
/// A torn entry, of which not every line is whole, was never begun, for its caller never went on to commit. One that is torn and yet complete means that the ledger is damaged.
/// </remarks>
public interface IErasureLedger
{
    /// <summary>Writes the entries of one transaction; they are durable on return.</summary>
    Task Begin(IReadOnlyCollection<LedgerRecord> records, CancellationToken ct);

    /// <summary>Writes an entry; it is durable on return.</summary>
    Task Begin(LedgerEntry entry, IReadOnlyCollection<LedgerPerson> people, CancellationToken ct) => Begin([new(entry, people)], ct);

    /// <summary>The entries' transaction has been committed.</summary>
    Task Complete(IReadOnlyCollection<Guid> entries, CancellationToken ct);

    /// <summary>The entry's transaction has been committed.</summary>
    Task Complete(Guid entry, CancellationToken ct) => Complete([entry], ct);

    /// <summary>The entry's transaction was never committed.</summary>
    Task Void(Guid entry, CancellationToken ct);

    /// <summary>All entries that are whole and not void, oldest first.</summary>
    /// <exception cref="LedgerDamagedException">A complete entry cannot be read.</exception>
    Task<IReadOnlyList<LedgerEntry>> Entries(CancellationToken ct);

    Task<IReadOnlyList<LedgerPerson>> PeopleOf(Guid entry, CancellationToken ct);
}

public sealed class LedgerDamagedException(string message) : Exception(message);
