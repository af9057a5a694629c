using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Benchmarks.Bare.Pages;

public sealed class CardModel(IServiceProvider services) : PageModel
{
    internal List<List<string?[]>> Tables { get; private set; } = [];

    public async Task OnGetAsync(Guid id, bool prepared, CancellationToken ct) => Tables = await services.GetRequiredService<CardQueries>().Read(id, prepared, ct);
}
