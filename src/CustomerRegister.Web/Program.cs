using CustomerRegister.Web;
using CustomerRegister.Web.Cli;
using CustomerRegister.Web.Data;
using CustomerRegister.Web.Demo;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Jobs;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Logging;
using CustomerRegister.Web.Mail;
using CustomerRegister.Web.Pages;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Retention;
using CustomerRegister.Web.Security;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddRegisterLogging(builder.Configuration);
builder.Services.AddRegisterDatabase(builder.Configuration, builder.Environment);
builder.Services.AddRegisterSecurity();
builder.Services.AddRegisterRateLimits(builder.Configuration);
builder.Services.AddRegisterMail(builder.Configuration);
builder.Services.AddRegisterRetention(builder.Configuration);
builder.Services.AddUseCases();
builder.Services.AddDemo();
builder.Services.AddRegisterLocalization();
builder.Services.AddRegisterPages();
builder.Services.AddRegisterDocuments();
builder.Services.AddRegisterJobs(builder.Configuration, builder.Environment);

var app = builder.Build();
if (CommandLine.Asked(args))
    return await CommandLine.Run(app, args);

await app.PrepareRegister();
app.UseMiddleware<RequestLog>();
app.UseSecurityHeaders();
app.UseRegisterLocalization();
app.UseErrorPages();
app.UseRouting();
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();
app.MapStaticAssets().AllowAnonymous();
app.MapRegisterHealth();
app.MapRazorPages().WithStaticAssets();
app.MapFallback(() => Results.NotFound()).AllowAnonymous();
await app.RunAsync();
return 0;
