using CustomerRegister.Notices;
using CustomerRegister.PaperRecords;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.BrowserTests.EveryPage;

/// <summary>Retention runs in each state, holds, paper, accounts, and what is published.</summary>
internal sealed class AdministrationArranged(TestApp app) : Arrangement(app)
{
    public async Task<IReadOnlyList<string>> Addresses()
    {
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var held = await Given.Customer("Åke", "Öhman");
        var hold = (await Done((PlaceHolds place) => place.Run(new([held.Id], "Riita toimituksesta", officer.Id, Today.AddMonths(6)), officer.AsActor("retention"), default)))[0];
        var purpose = await App.Stored(db => db.Purposes.OrderBy(p => p.Position).Select(p => p.Id).FirstAsync());
        await Done((PublishNotice publish) => publish.Run(
            new(0, new("Evästeistä kerrotaan.", "Om kakor berättas.", "Cookies are told of."), new("<h2>Rekisterin nimi</h2><p>Asiakasrekisteri</p>", "<h2>Registrets namn</h2><p>Kundregister</p>", "<h2>Name of the register</h2><p>Customer register</p>")), Arranging, default));
        return
        [
            $"/admin/holds/{hold.Id.Value}", $"/admin/staff/{officer.Id}", $"/admin/purposes/edit/{purpose.Value}", "/admin/purposes/edit", "/admin/undertaking/1", .. await Papers(), .. await Runs(),
        ];
    }

    private async Task<IReadOnlyList<string>> Papers()
    {
        var owner = await Given.Customer("Elli", "Elo");
        var place = await Done((AddPaperPlace add) => add.Run(new("Arkistokaappi", PaperLock.Key, FireProtection.S60P), Arranging, default));
        var (kept, given) = (await Paper(), await Paper());
        await Done((GiveUpPaperRecord giveUp) => giveUp.Run(given.Id, Arranging, default));
        return [$"/staff/paper/{kept.Id.Value}", $"/staff/customers/{owner.Id.Value}", $"/admin/paper-places/{place.Id.Value}"];

        Task<PaperRecord> Paper() => Done((RegisterPaperRecord register) => register.Run(new(owner.Number, PaperKind.EventContact, "Messut", place.Id, Today), Arranging, default));
    }

    private async Task<IReadOnlyList<string>> Runs()
    {
        var second = (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("retention");
        var finished = await Approved();
        await Done((StartRetentionRun start) => start.Run(finished, Arranging, default));
        await Done((CarryOutRetentionRun carryOut) => carryOut.Run(finished, Arranging, default));
        // One run at a time: the approved one is out of the way while the next is prepared.
        var approved = await Approved();
        await Put(approved, RetentionRunState.Discarded);
        var prepared = await Prepared();
        await Put(approved, RetentionRunState.Approved);
        return
        [
            $"/admin/retention/{prepared.Id.Value}", $"/admin/retention/{prepared.Id.Value}/people/1", $"/admin/retention/{approved.Value}/start", $"/admin/retention/{finished.Value}", $"/admin/retention/{finished.Value}/report",
        ];

        async Task<RetentionRun> Prepared()
        {
            await Given.Customer("Veikko", "Vanha", until: new DateOnly(2010, 5, 31));
            return await Done((PrepareRetentionRun prepare) => prepare.Run(new(Today), Arranging, default));
        }

        async Task<RetentionRunId> Approved()
        {
            var run = await Prepared();
            await Done((ApproveRetentionRun approve) => approve.Run(new(run.Id, run.ListHash), second, default));
            return run.Id;
        }

        Task Put(RetentionRunId run, RetentionRunState state) =>
            Save(db => db.RetentionRuns.Where(r => r.Id == run).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, state)));
    }
}
