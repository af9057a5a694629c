using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddRegisterLocalization();
builder.Services.AddRegisterPages();
builder.Services.AddAuthorization();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseRegisterLocalization();
app.UseErrorPages();
app.UseRouting();
app.UseAuthorization();
app.MapStaticAssets().AllowAnonymous();
app.MapRazorPages().WithStaticAssets();
app.Run();
