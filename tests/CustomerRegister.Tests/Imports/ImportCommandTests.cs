using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Cli;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Imports;

public abstract class ImportCommandTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task Northwind_comes_in_by_the_command_line_and_coming_again_changes_nothing()
    {
        Assert.Equal((0, "Customers from northwind: 91 imported, 0 unchanged, 0 rejected."), await Import(Northwind.PathOf(Northwind.Customers)));
        Assert.Equal((0, "Orders from northwind: 830 imported, 0 unchanged, 0 rejected."), await Import(Northwind.PathOf(Northwind.Orders), "--kind", "orders"));
        Assert.Equal((0, "OrderLines from northwind: 2155 imported, 0 unchanged, 0 rejected."), await Import(Northwind.PathOf(Northwind.OrderLines)));
        await using var register = Database.Open();
        await Northwind.IsWholeIn(register);
        Assert.Equal((0, "Orders from northwind: 0 imported, 830 unchanged, 0 rejected."), await Import(Northwind.PathOf(Northwind.Orders)));
    }

    [Fact]
    public async Task Rejected_rows_are_printed_with_line_column_and_reason()
    {
        var (code, output) = await Import(Northwind.PathOf(Northwind.Unquoted), "--json");

        Assert.Equal(1, code);
        using var report = JsonDocument.Parse(output);
        Assert.Equal((67, 24), (report.RootElement.GetProperty("imported").GetInt32(), report.RootElement.GetProperty("rejected").GetInt32()));
        var first = report.RootElement.GetProperty("rejections")[0];
        Assert.Equal((8, "WrongColumnCount", "The row has 12 columns, the heading row 11."), (first.GetProperty("line").GetInt32(), first.GetProperty("code").GetString(), first.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Columns_and_source_are_named_by_hand()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.csv");
        await File.WriteAllTextAsync(file, "avain;henkilö;sposti\n1;Aino Aalto;aino@example.fi\n2;Olli Otso;ei ole\n");
        try
        {
            Assert.Equal(2, (await Import(file, "--kind", "customers")).Code);
            var (code, output) = await Import(file, "--kind", "customers", "--source", "vanha", "--map", "customerKey=avain", "--map", "contactName=henkilö", "--map", "email=sposti");
            Assert.Equal((1, "line 3, column 3 (sposti): The value is not an e-mail address."), (code, output.Split('\n')[0].Trim()));
        }
        finally
        {
            File.Delete(file);
        }

        await using var register = Database.Open();
        Assert.Equal("vanha:1", (await register.Customers.SingleAsync()).SourceKey);
        Assert.Equal(1, await register.Imports.CountAsync());
    }

    [Fact]
    public async Task An_import_is_undone_by_its_key_in_the_name_of_a_member_of_staff()
    {
        var clerk = await Given.Staff(StaffRole.CustomerService);
        using var report = JsonDocument.Parse((await Import(Northwind.PathOf(Northwind.Customers), "--json")).Output);
        var import = report.RootElement.GetProperty("import").GetString()!;
        var (_, list) = await Invoke("undo-import");
        Assert.StartsWith(import, list, StringComparison.Ordinal);

        Assert.Equal(1, (await Invoke("undo-import", import)).Code);
        Assert.Equal((0, "Undone: 91 rows of Customers from northwind."), await Invoke("undo-import", import, "--by", clerk.Email!));

        await using var register = Database.Open();
        Assert.False(await register.Customers.AnyAsync());
    }

    [Fact]
    public async Task Rejected_rows_are_written_to_a_file_to_mend()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.csv");
        try
        {
            Assert.Equal(1, (await Import(Northwind.PathOf(Northwind.Unquoted), "--rejected", file)).Code);
            var lines = await File.ReadAllLinesAsync(file);
            Assert.Equal(25, lines.Length);
            Assert.StartsWith("Reason;customerID;", lines[0], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_no_success() => Assert.Equal(2, (await Import("/nowhere/customers.csv")).Code);

    [Fact]
    public async Task A_shell_gets_the_result_and_the_exit_code() =>
        Assert.Equal((1, "Customers from northwind: 67 imported, 0 unchanged, 24 rejected."), await InShell(Northwind.PathOf(Northwind.Unquoted)) is var (code, output) ? (code, output.Split('\n')[^1]) : default);

    private Task<(int Code, string Output)> Import(params string[] arguments) => Invoke(["import", .. arguments]);

    private async Task<(int Code, string Output)> Invoke(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.Verbs(App.Services).Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        TestContext.Current.TestOutputHelper?.WriteLine(error.ToString());
        return (code, output.ToString().Trim());
    }

    private async Task<(int Code, string Output)> InShell(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CustomerRegister.Web.dll"), "import", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["Database__Provider"] = Database.Provider;
        start.Environment["Database__ConnectionString"] = Database.ConnectionString;
        start.Environment["Data__Folder"] = Directory.CreateTempSubdirectory("cr-import-").FullName;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(await errors);
        Directory.Delete(start.Environment["Data__Folder"]!, recursive: true);
        return (process.ExitCode, output.Trim());
    }

    public sealed class OnSqlite() : ImportCommandTests(Engine.Sqlite);

    public sealed class OnPostgres() : ImportCommandTests(Engine.Postgres);
}
