using Microsoft.AspNetCore.Mvc.Rendering;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>What the form of a paper record needs of its page.</summary>
public interface IPaperFormPage
{
    PaperForm Input { get; }

    IReadOnlyList<SelectListItem> Places { get; }
}
