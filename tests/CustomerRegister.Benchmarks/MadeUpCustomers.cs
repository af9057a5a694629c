using System.Globalization;
using CustomerRegister.Customers;

namespace CustomerRegister.Benchmarks;

/// <summary>Rows of a large register, made one by one from a fixed seed: nothing of it is held in memory.</summary>
internal sealed class MadeUpCustomers(int count)
{
    public const int OrdersEach = 5;

    private static readonly string[] First = ["Aino", "Eino", "Helmi", "Toivo", "Aili", "Väinö", "Lempi", "Onni", "Saimi", "Veikko", "Kerttu", "Tauno", "Impi", "Urho", "Hilja", "Arvo"];
    private static readonly string[] Beginnings = ["Hämä", "Koski", "Virta", "Lehto", "Mäki", "Järvi", "Salo", "Niemi", "Harju", "Laakso", "Ranta", "Suo", "Palo", "Kivi", "Vuori", "Hiekka"];
    private static readonly string[] Ends = ["läinen", "nen", "la", "talo", "niemi", "mäki", "ranta", "vaara", "kangas", "salmi", "saari", "joki"];
    private static readonly string[] Towns = ["Helsinki", "Tampere", "Turku", "Oulu", "Kuopio", "Vaasa", "Rovaniemi", "Joensuu"];

    private static readonly DateOnly FirstDay = new(2012, 1, 1);

    public static readonly string[] CustomerColumns = ["Id", "Number", "FirstName", "LastName", "Email", "Language", "RelationshipStart", "SortName", "SearchText", "Version", "EmailSource_Kind", "EmailSource_On", "NameSource_Kind", "NameSource_On"];
    public static readonly string[] AddressColumns = ["Id", "CustomerId", "Kind", "Address_Street", "Address_PostalCode", "Address_City", "Address_Country", "Source_Kind", "Source_On", "NamesakeKey"];
    public static readonly string[] PhoneColumns = ["Id", "CustomerId", "Kind", "Number", "Source_Kind", "Source_On"];
    public static readonly string[] OrderColumns = ["Id", "Number", "CustomerId", "PlacedOn", "State", "Currency", "Freight", "Version"];
    public static readonly string[] LineColumns = ["OrderId", "Position", "Product", "UnitPrice", "Quantity", "Discount"];

    public int Count => count;

    public static string LastNameOf(int i) => Beginnings[i % Beginnings.Length] + Ends[i / Beginnings.Length % Ends.Length];

    private static string FirstNameOf(int i) => First[i / (Beginnings.Length * Ends.Length) % First.Length];

    // Folded, as lists are sorted by it.
    private static string NameOf(int i) => SearchText.Fold($"{LastNameOf(i)} {FirstNameOf(i)}");

    public static string EmailOf(int i) => string.Create(CultureInfo.InvariantCulture, $"asiakas{i}@posti.example");

    public IEnumerable<object?[]> Customers()
    {
        for (var i = 0; i < count; i++)
        {
            var (first, last, name) = (FirstNameOf(i), LastNameOf(i), NameOf(i));
            var text = CustomerSearchText.Compose(name, [EmailOf(i), Phone(i)[1..], "0" + Phone(i)[4..], Street(i), PostalCode(i), Towns[i % Towns.Length], Number(i).ToString(CultureInfo.InvariantCulture)]);
            yield return [CustomerKey(i), Number(i), first, last, EmailOf(i), "Fi", Day(i), name, text, 0L, "DataSubject", Day(i), "DataSubject", Day(i)];
        }
    }

    public IEnumerable<object?[]> Addresses() => Enumerable.Range(0, count).Select(i => new object?[]
        { Key(2, i), CustomerKey(i), "Postal", Street(i), PostalCode(i), Towns[i % Towns.Length], "Finland", "DataSubject", Day(i), NamesakeKey.Of(NameOf(i), PostalCode(i)) });

    public IEnumerable<object?[]> Phones() => Enumerable.Range(0, count).Select(i => new object?[]
        { Key(3, i), CustomerKey(i), "Mobile", Phone(i), "DataSubject", Day(i) });

    public IEnumerable<object?[]> Orders() => Enumerable.Range(0, count * OrdersEach).Select(i => new object?[]
        { Key(4, i), 10_001L + i, CustomerKey(i / OrdersEach), Day(i), "Delivered", "EUR", 4.9m, 0L });

    public IEnumerable<object?[]> Lines() => Enumerable.Range(0, count * OrdersEach).Select(i => new object?[]
        { Key(4, i), 1, "Villasukat", 19.9m + i % 50, 1m + i % 3, 0m });

    public static Guid CustomerKey(int i) => Key(1, i);

    /// <summary>The first of the customer's orders.</summary>
    public static Guid FirstOrderKey(int i) => Key(4, i * OrdersEach);

    private static Guid Key(byte kind, int i) => new(kind, 0, 0x7000, 0x80, 0, 0, 0, (byte)(i >> 24), (byte)(i >> 16), (byte)(i >> 8), (byte)i);

    public static long Number(int i) => 1001L + i;

    private static DateOnly Day(int i) => FirstDay.AddDays(i % 5000);

    private static string Phone(int i) => string.Create(CultureInfo.InvariantCulture, $"+35840{i:0000000}");

    private static string Street(int i) => string.Create(CultureInfo.InvariantCulture, $"Kauppakatu {i % 200 + 1}");

    private static string PostalCode(int i) => (i % 100 * 1000 + 100).ToString("00000", CultureInfo.InvariantCulture);
}
