using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Retention;

namespace CustomerRegister.Tests.Imports;

/// <summary>What tests of imports take for granted.</summary>
internal static class ImportsGiven
{
    public static SuppressionKey Key { get; } = new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    public static ImportFile ImportFile(RegisterContext db, TimeProvider clock) => new(db, clock, new FindForgotten(db, Key));
}
