namespace CustomerRegister.Retention;

/// <summary>Why data is kept although its erasure is due or asked for (N19, N40).</summary>
public enum GroundKind
{
    OpenInvoice,
    Collection,
    /// <summary>Accounting Act 2:10: vouchers six years from the end of the year in which the financial year ended.</summary>
    AccountingAct,
    ContactPerson,
    OpenRequest,

    /// <summary>A legal hold, such as for a dispute, until it is lifted: nothing of the person, or of the categories that it names, is destroyed.</summary>
    LegalHold,

    /// <summary>A restriction in force (GDPR Art. 18): the data is kept, though not used, until it is lifted.</summary>
    Restriction,

    /// <summary>A ban in force, while contact details are kept on another ground: without it the person would be written to again (GDPR Art. 21(3)).</summary>
    Ban,

    /// <summary>An erasure that the person asked for, while other grounds keep the person in the register: its request is kept, to complete it and to prove it.</summary>
    ErasureUnderWay,

    /// <summary>A ground that kept the data when the run was approved has ended since: more is not erased than was approved, and the next run takes it.</summary>
    NotApproved,
}

/// <summary>A ground with its end: a day, or an event where <paramref name="Until"/> is null.</summary>
/// <param name="Until">The first day on which the ground keeps nothing; null where an event ends it.</param>
/// <param name="Reference">The number, for people, of the invoice, organisation, request or hold that is the ground.</param>
public sealed record Ground(GroundKind Kind, DateOnly? Until, long? Reference)
{
    /// <summary>The day on which somebody weighs anew whether a hold is still needed; null for the other grounds.</summary>
    public DateOnly? ReviewOn { get; init; }

    /// <summary>Of a hold, the categories that it keeps beside who the person is, as in <see cref="ErasurePlan.ErasedBits"/>; 0 for all, and for the other grounds.</summary>
    public int KeptCategories { get; init; }
}
