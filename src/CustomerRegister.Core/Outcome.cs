using System.Diagnostics.CodeAnalysis;

namespace CustomerRegister;

/// <summary>What a use case gives back where a person may be refused: the value, or the named reason.</summary>
public sealed record Outcome<TValue, TRefusal> where TRefusal : struct, Enum
{
    private Outcome(TValue? value, TRefusal? refusal) => (Value, Refusal) = (value, refusal);

    public TValue? Value { get; }

    public TRefusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    public static implicit operator Outcome<TValue, TRefusal>(TValue value) => new(value, null);

    public static implicit operator Outcome<TValue, TRefusal>(TRefusal refusal) => new(default, refusal);
}
