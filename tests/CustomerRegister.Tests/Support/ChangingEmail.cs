using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using CustomerRegister.Portal;

namespace CustomerRegister.Tests.Support;

internal static class ChangingEmail
{
    /// <summary>For a use case that a test makes itself.</summary>
    public static ChangeEmail EmailChange(this RegisterContext db, TimeProvider clock) => new(db, new DropPortalKeys(db, clock), new ControllerDetails(), clock);
}
