using CustomerRegister.Data;
using CustomerRegister.Retention;

namespace CustomerRegister.Web.Pages.Admin.Retention;

/// <summary>A run with the names of those who answer for it; no name where the program itself prepared it.</summary>
public sealed record RunHeading(RetentionRun Run, string? PreparedBy, string? ApprovedBy, string? SentBackBy);

public static class RunHeadings
{
    public static IQueryable<RunHeading> Headings(this IQueryable<RetentionRun> runs, RegisterContext db) => runs.Select(r => new RunHeading(
        r,
        db.Users.Where(u => u.Id == r.PreparedBy).Select(u => u.FullName).FirstOrDefault(),
        db.Users.Where(u => u.Id == r.ApprovedBy).Select(u => u.FullName).FirstOrDefault(),
        db.Users.Where(u => u.Id == r.SentBackBy).Select(u => u.FullName).FirstOrDefault()));
}
