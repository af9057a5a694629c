using System.CommandLine;
using CustomerRegister.Benchmarks;
using CustomerRegister.Benchmarks.Bare;

var engine = new Option<BenchmarkEngine>("--engine") { Description = "Sqlite or Postgres", DefaultValueFactory = _ => BenchmarkEngine.Sqlite };
var customers = new Option<int>("--customers") { Description = "How many customers, each with five orders", DefaultValueFactory = _ => 200_000 };
var rounds = new Option<int>("--rounds") { Description = "Rounds, of which the median is told", DefaultValueFactory = _ => 5 };
var calls = new Option<int>("--calls") { Description = "Calls of each kind in a round", DefaultValueFactory = _ => 100 };
var seconds = new Option<int>("--seconds") { Description = "Length of a round", DefaultValueFactory = _ => 5 };
var clients = new Option<int>("--clients") { Description = "Clients at the same time", DefaultValueFactory = _ => 8 };
var keep = new Option<string?>("--keep") { Description = "A folder in which the filled database stays for the next run" };
var connection = new Option<string>("--connection") { Required = true };

var search = new Command("search", "The search box over HTTP, with one client, beside a search written by hand in SQL.") { engine, customers, rounds, calls, keep };
search.SetAction(async (parsed, ct) =>
{
    await using var register = await BenchmarkRegister.Create(parsed.GetValue(engine), parsed.GetValue(customers), parsed.GetValue(keep), ct);
    await new SearchOverHttp(register, parsed.GetValue(rounds), parsed.GetValue(calls)).Run(ct);
});

var card = new Command("card", "The customer card with its sign-in and its durable entry in the read log, beside a bare Razor page that reads the same rows in one batch.")
    { engine, customers, rounds, seconds, clients, keep };
card.SetAction(async (parsed, ct) =>
{
    await using var register = await BenchmarkRegister.Create(parsed.GetValue(engine), parsed.GetValue(customers), parsed.GetValue(keep), ct);
    await new CardUnderLoad(register, parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(clients)).Run(ct);
});

var bare = new Command("bare", "Serves the bare page; started by card.") { engine, connection };
bare.Hidden = true;
bare.SetAction((parsed, ct) => BarePages.Serve(parsed.GetValue(engine), parsed.GetValue(connection)!, ct));

var rows = new Option<int>("--rows") { Description = "How many rows each file has", DefaultValueFactory = _ => 100_000 };
var import = new Command("import", "A CSV of people into an empty register and into a living one, beside the same rows by plain SQL in the same run.") { engine, rows };
import.SetAction((parsed, ct) => new ImportScenario(parsed.GetValue(engine), parsed.GetValue(rows)).Run(ct));

var large = new Option<int>("--orders") { Description = "How many orders the customer has whose package shows the memory", DefaultValueFactory = _ => 10_000 };
var access = new Command("access", "The package that answers an access request, beside the raw SQL that reads the same rows; and the memory that a customer with many orders needs.")
    { engine, customers, rounds, calls, large, keep };
access.SetAction(async (parsed, ct) =>
{
    await using var register = await BenchmarkRegister.Create(parsed.GetValue(engine), parsed.GetValue(customers), parsed.GetValue(keep), ct);
    await new AccessScenario(register, parsed.GetValue(rounds), parsed.GetValue(calls), parsed.GetValue(large)).Run(ct);
});

var requests = new Option<int>("--requests") { Description = "How many requests of data subjects there are, half of them open", DefaultValueFactory = _ => 100_000 };
var desk = new Command("desk", "The request desk over HTTP, with one client, beside its query written by hand in SQL.") { engine, customers, requests, rounds, calls, keep };
desk.SetAction(async (parsed, ct) =>
{
    await using var register = await BenchmarkRegister.Create(parsed.GetValue(engine), parsed.GetValue(customers), parsed.GetValue(keep), ct, parsed.GetValue(requests));
    await new DeskOverHttp(register, parsed.GetValue(rounds), parsed.GetValue(calls)).Run(ct);
});

var due = new Option<int>("--due") { Description = "How many customers' retention period is over; half as many more go while somebody searches", DefaultValueFactory = _ => 20_000 };
var batch = new Option<int?>("--batch") { Description = "People in one transaction of a run; otherwise what the database's kind is given" };
var retention = new Command("retention", "The preview of a retention run and its execution, beside the same by plain SQL; the memory both need; and the search over HTTP while a run is on.")
    { engine, customers, due, batch, rounds, calls, keep };
retention.SetAction(async (parsed, ct) =>
{
    await using var register = await BenchmarkRegister.Create(parsed.GetValue(engine), parsed.GetValue(customers), parsed.GetValue(keep), ct);
    await register.WorkOnCopy(ct);
    await new RetentionScenario(register, parsed.GetValue(due), parsed.GetValue(batch), parsed.GetValue(rounds), parsed.GetValue(calls)).Run(ct);
});

var erase = new Command("erase", "One customer after the other erased by request, each durable by itself, beside the same rows by plain SQL.") { engine, customers, rounds, calls, keep };
erase.SetAction(async (parsed, ct) =>
{
    await using var register = await BenchmarkRegister.Create(parsed.GetValue(engine), parsed.GetValue(customers), parsed.GetValue(keep), ct);
    await register.WorkOnCopy(ct);
    await new ErasureScenario(register, parsed.GetValue(rounds), parsed.GetValue(calls)).Run(ct);
});

return await new RootCommand("Measures the register against plain SQL and a bare page.") { search, card, bare, import, access, desk, retention, erase }.Parse(args).InvokeAsync();
