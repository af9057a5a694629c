namespace CustomerRegister.Web.Pages.Shared;

/// <summary>A part of the pages with its own navigation and colour.</summary>
/// <param name="Root">The path under which its pages lie.</param>
/// <param name="Colour">The design system's colour that tells the areas apart.</param>
/// <param name="Items">Its links, in order.</param>
/// <param name="SignOut">Where its sign-out form posts; null where nobody is signed in.</param>
/// <param name="Search">The page that the search box in the header posts to; null where there is none.</param>
public sealed record Area(string Root, string Colour, IReadOnlyList<NavigationItem> Items, string? SignOut = null, NavigationItem? Search = null)
{
    /// <summary>Where the register's name in the header leads.</summary>
    public string Home { get; init; } = Root;

    /// <summary>The page of one's own account, beside the sign-out.</summary>
    public NavigationItem? Own { get; init; }

    /// <summary>The item of the page at a path: of those whose path begins it, the longest; the root only for itself.</summary>
    public NavigationItem? Current(PathString path) => Items
        .Where(item => item.Path == Root || item.Path == "/"
            ? path.Equals(item.Path, StringComparison.OrdinalIgnoreCase)
            : path.StartsWithSegments(item.Path))
        .MaxBy(item => item.Path.Length);
}
