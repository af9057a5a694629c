using CustomerRegister.Audit;
using CustomerRegister.Customers;

namespace CustomerRegister.Merging;

/// <summary>What becomes of the details of two customers who are one person.</summary>
internal static class MergedDetails
{
    /// <summary>Gives the kept customer what was chosen of the other's; a value keeps its source and day (N13).</summary>
    /// <returns>The names of the groups that changed.</returns>
    public static async Task<IReadOnlyList<string>> Compose(Customer kept, Customer gone, MergeChoices choices, ChangeEmail changeEmail, Actor actor, CancellationToken ct)
    {
        var changed = new List<string>();
        void Take(MergeSide side, string name, Action take)
        {
            if (side != MergeSide.Gone)
                return;
            take();
            changed.Add(name);
        }

        Take(choices.Name, "Name", () => kept.Rename(gone.FirstName, gone.LastName, gone.NameSource!));
        Take(choices.Language, nameof(kept.Language), () => TakeLanguage(kept, gone));
        if (choices.Email == MergeSide.Gone)
        {
            await changeEmail.Run(kept, gone.Email, gone.EmailSource!, actor, ct);
            changed.Add(nameof(kept.Email));
        }

        Take(choices.Website, nameof(kept.Website), () => kept.ChangeWebsite(gone.Website, gone.WebsiteSource!));
        Take(choices.EInvoice, nameof(kept.EInvoice), () => kept.ChangeEInvoice(gone.EInvoice, gone.EInvoiceSource!));
        Take(choices.Note, nameof(kept.Note), () => kept.ChangeNote(gone.Note, gone.NoteSource!));
        // Of two that are the same, the one that somebody told is better than the one that is supposed.
        if (kept.LanguageSource is null && gone.LanguageSource is { } told && kept.Language == gone.Language)
            kept.ChangeLanguage(gone.Language, told);
        Protect(kept, gone);
        if (gone.IsDeceased && (!kept.IsDeceased || kept.DiedOn is null))
            kept.RecordDeath(gone.DiedOn, gone.DeathSource!);
        JoinRelationships(kept, gone);
        kept.RefreshSearchText();
        return changed;
    }

    private static void TakeLanguage(Customer kept, Customer gone)
    {
        if (gone.LanguageSource is { } source)
            kept.ChangeLanguage(gone.Language, source);
        else
            kept.SupposeLanguage(gone.Language);
    }

    /// <summary>Protected is whoever of the two was, from the earlier day to the later.</summary>
    private static void Protect(Customer kept, Customer gone)
    {
        if (gone.ProtectedUntil is not { } until)
            return;
        var since = kept.ProtectedSince is { } already && already < gone.ProtectedSince ? already : gone.ProtectedSince!.Value;
        var isLonger = kept.ProtectedUntil is null || kept.ProtectedUntil < until;
        kept.ProtectAddress(since, isLonger ? until : kept.ProtectedUntil!.Value, isLonger ? gone.ProtectionSource! : kept.ProtectionSource!);
    }

    /// <summary>The relationship began when the first of the two did, and goes on while either does.</summary>
    private static void JoinRelationships(Customer kept, Customer gone)
    {
        var start = gone.RelationshipStart < kept.RelationshipStart ? gone.RelationshipStart : kept.RelationshipStart;
        var last = kept.RelationshipEnd is null || (gone.RelationshipEnd is not null && gone.RelationshipEnd <= kept.RelationshipEnd) ? kept : gone;
        var (end, reason, source) = (last.RelationshipEnd, last.RelationshipEndReason, last.RelationshipSource);
        kept.ReopenRelationship(source);
        kept.BeginRelationshipAt(start, source);
        if (end is { } day)
            kept.EndRelationship(day, reason);
    }
}
