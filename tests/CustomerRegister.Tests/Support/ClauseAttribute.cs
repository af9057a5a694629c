namespace CustomerRegister.Tests.Support;

/// <summary>Marks the test that proves a clause of the privacy notice, such as <c>N19</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ClauseAttribute(string clause) : Attribute
{
    public string Clause { get; } = clause;
}
