using CustomerRegister.Data;
using CustomerRegister.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Support;

/// <summary>Opens the register without the program around it.</summary>
public static class Registers
{
    public static RegisterContext Open(Engine engine, string connectionString) => engine == Engine.Sqlite
        ? new SqliteRegisterContext(new DbContextOptionsBuilder<SqliteRegisterContext>().UseSqlite(connectionString).AddInterceptors(new SqlitePragmas()).Options)
        : new PostgresRegisterContext(new DbContextOptionsBuilder<PostgresRegisterContext>().UseNpgsql(connectionString).Options);
}
