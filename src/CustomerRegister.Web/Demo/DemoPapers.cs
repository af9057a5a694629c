using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PaperRecords;

namespace CustomerRegister.Web.Demo;

/// <summary>Two locked cabinets with the papers of some people; one paper waits to be shredded.</summary>
internal sealed class DemoPapers(RegisterContext db, TimeProvider clock)
{
    private static readonly Actor Demo = Actor.System("demo", "demo");
    private static readonly (PaperKind Kind, string? About)[] Papers =
        [(PaperKind.EventContact, "Joulumyyjäiset"), (PaperKind.Form, "Tilauslomake"), (PaperKind.EventContact, "Kädentaitomessut"), (PaperKind.Letter, null), (PaperKind.Agreement, "Maksusopimus")];

    public async Task Fill(IReadOnlyList<Customer> people, CancellationToken ct)
    {
        PaperPlace[] places =
        [
            PaperPlace.Open(EntityKey.New<PaperPlaceId>(clock), "Arkistokaappi 1, huone 114", PaperLock.Key, FireProtection.Lfs60P),
            PaperPlace.Open(EntityKey.New<PaperPlaceId>(clock), "Arkistohuone, kellari", PaperLock.Electronic, FireProtection.CompartmentEi60),
        ];
        foreach (var place in places)
        {
            db.Add(place);
            db.Add(AuditEntry.Of(Demo, AuditAction.PaperPlaceAdded, clock, subject: place.Id.Value));
        }

        var number = await db.TakeNumber(NumberSeries.PaperRecords, ct, people.Count);
        foreach (var (index, person) in people.Index())
        {
            var (kind, about) = Papers[index % Papers.Length];
            var record = PaperRecord.Keep(EntityKey.New<PaperRecordId>(clock), number + index, person.Id, kind, about, places[index % places.Length].Id, person.RelationshipStart.AddDays(3));
            db.Add(record);
            db.Add(AuditEntry.Of(Demo, AuditAction.PaperRegistered, clock, person.Id, record.Id.Value));
            if (index == people.Count - 1)
            {
                record.GiveUp(clock.Now());
                db.Add(AuditEntry.Of(Demo, AuditAction.PaperGivenUp, clock, person.Id, record.Id.Value));
            }
        }
    }
}
