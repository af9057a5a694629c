using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CustomerRegister.Customers;

/// <summary>
/// One e-mail address: <c>local@domain</c>, at most 254 characters (RFC 5321 section 4.5.3.1, erratum 1690), the local part a
/// dot-atom in ASCII of at most 64 characters (RFC 5322 section 3.2.3). Display names, comments, quoted local parts and
/// address literals are refused, and so is every control character: an address ends up in mail headers.
/// </summary>
/// <remarks>
/// The domain is kept in lower case and as punycode. The local part is kept as written, since only its own server may say
/// that case does not matter (RFC 5321 section 2.4); two addresses that differ in case only are nevertheless equal here.
/// A database compares <see cref="Value"/> exactly: look up by <see cref="Key"/>.
/// </remarks>
public sealed class EmailAddress : IEquatable<EmailAddress>
{
    public const int MaxLength = 254;

    private EmailAddress(string value) => Value = value;

    /// <summary>The address as it is stored and sent to.</summary>
    public string Value { get; }

    /// <summary>The form that is the same for all writings of one address: all in lower case.</summary>
    public string Key => Value.ToLowerInvariant();

    public string Domain => Value[(Value.LastIndexOf('@') + 1)..];

    /// <summary>The address for people's eyes: an international domain in its own letters.</summary>
    public string Readable => string.Concat(Value.AsSpan(0, Value.LastIndexOf('@') + 1), DomainName.ToUnicode(Domain));

    public static bool TryParse(string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        // Only spaces are trimmed: a line break is refused even at the edge.
        var trimmed = text?.Trim(' ', '\u00a0');
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > MaxLength)
            return false;
        var at = trimmed.IndexOf('@');
        if (at is < 1 or > 64 || !IsDotAtom(trimmed.AsSpan(0, at)))
            return false;
        if (!DomainName.TryNormalize(trimmed[(at + 1)..], out var domain))
            return false;
        var value = string.Concat(trimmed.AsSpan(0, at + 1), domain);
        if (value.Length > MaxLength)
            return false;
        address = new EmailAddress(value);
        return true;
    }

    /// <exception cref="FormatException">The text is no e-mail address.</exception>
    public static EmailAddress Parse(string? text) =>
        TryParse(text, out var address) ? address : throw new FormatException("Not an e-mail address.");

    /// <summary>Takes back what <see cref="Value"/> gave, without checking it again: stored data must always load.</summary>
    public static EmailAddress FromStored(string stored) => new(stored);

    public bool Equals(EmailAddress? other) =>
        other is not null && string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => Equals(obj as EmailAddress);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    public override string ToString() => Value;

    public static bool operator ==(EmailAddress? left, EmailAddress? right) => Equals(left, right);

    public static bool operator !=(EmailAddress? left, EmailAddress? right) => !Equals(left, right);

    private static bool IsDotAtom(ReadOnlySpan<char> local)
    {
        var previous = '.';
        foreach (var c in local)
        {
            if (c == '.' ? previous == '.' : !char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-/=?^_`{|}~".Contains(c))
                return false;
            previous = c;
        }

        return previous != '.';
    }
}

/// <summary>Stores <see cref="EmailAddress.Value"/>.</summary>
public sealed class EmailAddressConverter()
    : ValueConverter<EmailAddress, string>(v => v.Value, s => EmailAddress.FromStored(s));
