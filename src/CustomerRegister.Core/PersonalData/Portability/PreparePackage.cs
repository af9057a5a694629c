using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;

namespace CustomerRegister.PersonalData.Portability;

/// <summary>Opens an import for a portability package that was read and found whole. Nothing of it is stored yet.</summary>
public sealed class PreparePackage(RegisterContext db, TimeProvider clock)
{
    public async Task<Import> Run(PortabilityDocument document, Actor actor, CancellationToken ct)
    {
        var import = Import.Prepare(EntityKey.New<ImportId>(clock), ImportKind.Portability, SourceOf(document), SourceKind.Partner, actor.Kind == ActorKind.Staff ? actor.Id : null, clock.Now());
        db.Add(import);
        db.Add(AuditEntry.Of(actor, AuditAction.ImportPrepared, clock, subject: import.Id.Value));
        await db.SaveChangesAsync(ct);
        return import;
    }

    /// <summary>The other controller's name, as far as it can be that of a source.</summary>
    private static string SourceOf(PortabilityDocument document)
    {
        var name = document.Controller.Name.Replace(":", "", StringComparison.Ordinal).Trim();
        name = name.Length > SourceName.MaxLength ? name[..SourceName.MaxLength].TrimEnd() : name;
        return SourceName.IsValid(name) ? name : "portability";
    }
}
