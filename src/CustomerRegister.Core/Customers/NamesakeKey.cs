using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CustomerRegister.Customers;

/// <summary>
/// The same for everybody of one name, its words in any order, and one postcode: kept with the address, so that looking for the same person takes no longer
/// however many bear the name. Others may share it by chance, so what is found by it is compared.
/// </summary>
public static class NamesakeKey
{
    /// <param name="name">Folded.</param>
    /// <returns>Null where there is no name or no postcode to go by.</returns>
    public static long? Of(string name, string? postalCode)
    {
        if (name.Length == 0 || string.IsNullOrEmpty(postalCode))
            return null;
        var words = name.Split(' ');
        Array.Sort(words, StringComparer.Ordinal);
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{string.Join(' ', words)}|{postalCode}")));
    }
}
