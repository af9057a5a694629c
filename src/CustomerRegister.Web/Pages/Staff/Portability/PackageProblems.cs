using CustomerRegister.PersonalData.Portability;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Portability;

public static class PackageProblems
{
    /// <summary>Why a package is not taken in, and where: the file or the place in the data.</summary>
    public static string InWords(this PackageProblem problem, IStringLocalizer<PortabilityTexts> texts) =>
        texts[$"Fault.{problem.Fault}", problem.Where ?? "", PortabilityLimits.Package / 1024 / 1024, PortabilityLimits.Unpacked / 1024 / 1024, PortabilityPackage.Version].Value;
}
