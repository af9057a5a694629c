using CustomerRegister.Requests;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.My.Answers;

/// <summary>What was decided about one's own request, and the package to download while its time lasts.</summary>
[Authorize(Policies.Portal)]
[FreshProof(OnlyToSend = true)]
public sealed class AnswerModel(ReadAnswer read, CurrentCustomer current, TimeProvider clock) : PageModel
{
    private const string Purpose = "own-data";

    [FromRoute]
    public Guid Id { get; set; }

    public Answer Answer { get; private set; } = null!;

    public DateOnly Deadline => Answer.Request.ReadClock(clock.Today()).Deadline;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await read.ForCustomer(current.Id, new(Id), current.Actor(Purpose), ct) is not { } answer)
            return NotFound();
        Answer = answer;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid file, CancellationToken ct) =>
        await read.Download(current.Id, new(Id), new(file), current.Actor(Purpose), ct) is { } package
            ? this.Download(package)
            // Whoever comes after the time is told so; whoever comes to another's answer finds nothing.
            : await OnGetAsync(ct);
}
