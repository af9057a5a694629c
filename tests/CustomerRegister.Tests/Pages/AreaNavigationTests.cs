using System.Security.Claims;
using CustomerRegister.Web.Pages.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Pages;

public class AreaNavigationTests
{
    private static readonly ClaimsPrincipal _nobody = new(new ClaimsIdentity());

    private static ClaimsPrincipal With(params string[] permissions) =>
        new(new ClaimsIdentity(permissions.Select(permission => new Claim("may", permission)), "test"));

    [Fact]
    public async Task Only_links_that_would_open_are_shown()
    {
        var links = await Navigation().VisibleTo(With("permission:ViewCustomers"), AreaNavigation.Staff);
        Assert.Contains("/staff/customers", links.Select(link => link.Path));
        Assert.DoesNotContain("/staff/imports", links.Select(link => link.Path));
        Assert.DoesNotContain("/staff/requests", links.Select(link => link.Path));
    }

    [Theory]
    [InlineData("permission:ViewCustomers", true)]
    [InlineData("permission:ManageStaff", false)]
    public async Task The_search_box_is_for_those_who_may_see_customers(string permission, bool shown) =>
        Assert.Equal(shown, await Navigation().OpensTo(With(permission), AreaNavigation.Staff.Search!));

    [Theory]
    [InlineData("permission:ApproveRetention", true)]
    [InlineData("permission:ManageStaff", true)]
    [InlineData("permission:ViewCustomers", false)]
    public async Task The_administration_is_linked_for_whom_a_page_of_it_opens(string permission, bool linked)
    {
        var links = await Navigation().VisibleTo(With(permission), AreaNavigation.Staff);
        Assert.Equal(linked, links.Any(link => link.Path == "/admin"));
    }

    [Theory]
    [InlineData("/account/undertaking", "/account")]
    [InlineData("/staff/customers/17", "/staff")]
    [InlineData("/admin", "/admin")]
    [InlineData("/my/consents", "/my")]
    [InlineData("/notice", "/")]
    [InlineData("/staffing", "/")]
    public void The_path_decides_the_area(string path, string root) => Assert.Equal(root, AreaNavigation.Of(path, With()).Root);

    [Theory]
    [InlineData("/staff/customers")]
    [InlineData("/my")]
    public void Who_has_not_signed_in_sees_the_public_navigation(string path) =>
        Assert.Same(AreaNavigation.Public, AreaNavigation.Of(path, _nobody));

    [Theory]
    [InlineData("/staff", "/staff")]
    [InlineData("/staff/customers", "/staff/customers")]
    [InlineData("/staff/customers/17/edit", "/staff/customers")]
    [InlineData("/staff/search", null)]
    public void The_current_link_is_the_one_nearest_to_the_page(string path, string? expected) =>
        Assert.Equal(expected, AreaNavigation.Staff.Current(path)?.Path);

    private static AreaNavigation Navigation()
    {
        var services = new ServiceCollection().AddLogging();
        var policies = new[] { AreaNavigation.Public, AreaNavigation.My, AreaNavigation.Staff, AreaNavigation.Admin }
            .SelectMany(area => area.Items).SelectMany(item => item.AnyOf).Distinct();
        services.AddAuthorization(options =>
        {
            foreach (var policy in policies)
                options.AddPolicy(policy, builder => builder.RequireClaim("may", policy));
        });
        return new AreaNavigation(services.BuildServiceProvider().GetRequiredService<IAuthorizationService>());
    }
}
