using System.CommandLine;
using CustomerRegister.Benchmarks;

var engine = new Option<BenchmarkEngine>("--engine") { Description = "Sqlite or Postgres", DefaultValueFactory = _ => BenchmarkEngine.Sqlite };
var customers = new Option<int>("--customers") { Description = "How many customers, each with five orders", DefaultValueFactory = _ => 200_000 };
var rounds = new Option<int>("--rounds") { Description = "Measured calls of each kind", DefaultValueFactory = _ => 300 };
var keep = new Option<string?>("--keep") { Description = "A folder in which the filled database stays for the next run" };

var search = new Command("search", "The search box and the customer card, beside the same SQL by plain ADO.NET in the same run.") { engine, customers, rounds, keep };
search.SetAction(async (parsed, ct) =>
{
    await using var register = await BenchmarkRegister.Create(parsed.GetValue(engine), parsed.GetValue(customers), parsed.GetValue(keep), ct);
    await new SearchAndCard(register, parsed.GetValue(rounds)).Run(ct);
});

return await new RootCommand("Measures the register against plain SQL.") { search }.Parse(args).InvokeAsync();
