using System.Text.Json;
using CustomerRegister.Imports;

namespace CustomerRegister.Tests.Imports;

public sealed class ImportMapping_tests
{
    [Theory]
    [InlineData(ImportKind.Customers, "customerID", "companyName", "contactName")]
    [InlineData(ImportKind.Customers, "Asiakasnumero", "Nimi", "Yritys")]
    [InlineData(ImportKind.Customers, "kundnummer", "förnamn", "efternamn")]
    [InlineData(ImportKind.Orders, "orderID", "customerID", "orderDate")]
    [InlineData(ImportKind.Orders, "tilausnumero", "asiakasnumero", "tilauspvm")]
    [InlineData(ImportKind.OrderLines, "orderID", "productName", "unitPrice", "quantity", "discount")]
    public void The_kind_is_told_by_the_headings(ImportKind kind, params string[] header) => Assert.Equal(kind, ImportMapping.GuessKind(header));

    [Fact]
    public void A_person_needs_a_name_and_a_key()
    {
        Assert.Equal([(ImportField.ContactName, MappingFault.RequiredFieldUnmapped)], ImportMapping.Guess(ImportKind.Customers, ["id", "city"]).Faults(ImportKind.Customers, ["id", "city"]));
        Assert.Contains((ImportField.CustomerKey, MappingFault.RequiredFieldUnmapped), ImportMapping.Guess(ImportKind.Customers, ["name"]).Faults(ImportKind.Customers, ["name"]));
    }

    [Fact]
    public void A_column_given_by_hand_leaves_its_guessed_field()
    {
        var mapping = ImportMapping.Guess(ImportKind.Customers, ["id", "name", "title"]).With(ImportField.LastName, "name");

        Assert.Equal("name", mapping.Columns[ImportField.LastName]);
        Assert.False(mapping.Columns.ContainsKey(ImportField.ContactName));
    }

    [Fact]
    public void A_column_that_is_not_in_the_file_is_a_fault() =>
        Assert.Contains((ImportField.City, MappingFault.ColumnMissing), ImportMapping.Guess(ImportKind.Customers, ["id", "name"]).With(ImportField.City, "town").Faults(ImportKind.Customers, ["id", "name"]));

    [Fact]
    public void It_can_be_written_down_and_read_again()
    {
        var mapping = ImportMapping.Guess(ImportKind.Orders, ["orderID", "customerID", "orderDate"]);

        Assert.Equal(mapping.Columns, JsonSerializer.Deserialize<ImportMapping>(JsonSerializer.Serialize(mapping))!.Columns);
    }

    [Theory]
    [InlineData("northwind-orders.csv", "northwind")]
    [InlineData("C:\\Users\\matti\\asiakkaat.csv", "asiakkaat")]
    [InlineData("-.csv", "import")]
    [InlineData("", "import")]
    public void The_source_is_the_files_name_up_to_its_first_hyphen(string file, string source) => Assert.Equal(source, SourceName.FromFileName(file));
}
