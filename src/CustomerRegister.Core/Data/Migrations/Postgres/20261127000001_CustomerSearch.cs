using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CustomerRegister.Data.Migrations.Postgres;

/// <summary>The trigram indexes of the search box and of organisations' names, and the indexes by e-mail address. The extension is trusted: the database's owner may create it.</summary>
[DbContext(typeof(PostgresRegisterContext))]
[Migration("20261127000001_CustomerSearch")]
public sealed class CustomerSearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("create extension if not exists pg_trgm;");
        migrationBuilder.Sql("""create index "IX_Customers_SearchText" on "Customers" using gin ("SearchText" gin_trgm_ops);""");
        // How many a term matches decides whether the index or the table is read: a finer sample makes that judgement good down to one in a thousand.
        migrationBuilder.Sql("""alter table "Customers" alter column "SearchText" set statistics 1000;""");
        // An e-mail address is found in any writing; only what is ASCII is stored, so both databases fold alike.
        migrationBuilder.Sql("""create index "IX_Customers_EmailKey" on "Customers" (lower("Email"));""");
        migrationBuilder.Sql("""create index "IX_Requests_ApplicantEmailKey" on "Requests" (lower("ApplicantEmail"));""");
        migrationBuilder.Sql("""create index "IX_Organisations_NameParts" on "Organisations" using gin ("SortName" gin_trgm_ops);""");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""drop index "IX_Organisations_NameParts";""");
        migrationBuilder.Sql("""alter table "Customers" alter column "SearchText" set statistics -1;""");
        migrationBuilder.Sql("""drop index "IX_Requests_ApplicantEmailKey";""");
        migrationBuilder.Sql("""drop index "IX_Customers_EmailKey";""");
        migrationBuilder.Sql("""drop index "IX_Customers_SearchText";""");
    }
}
