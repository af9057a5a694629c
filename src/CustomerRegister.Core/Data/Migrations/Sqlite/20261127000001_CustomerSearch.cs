using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CustomerRegister.Data.Migrations.Sqlite;

/// <summary>The trigram index of the search box: by customer number, kept by triggers, and overwritten where it forgets; the one of the organisations' names; and the index by e-mail address.</summary>
[DbContext(typeof(SqliteRegisterContext))]
[Migration("20261127000001_CustomerSearch")]
public sealed class CustomerSearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""create virtual table "CustomerSearch" using fts5("Text", tokenize = 'trigram', content = '');""");
        // Terms are removed from the index at once, not at some later merge. This works only where the deletion tells what the text was:
        // an index made with contentless_delete would merely mark the row and keep its terms.
        migrationBuilder.Sql("""insert into "CustomerSearch"("CustomerSearch", rank) values ('secure-delete', 1);""");
        migrationBuilder.Sql("""
            create trigger "CustomerSearch_Insert" after insert on "Customers" begin
                insert into "CustomerSearch"(rowid, "Text") values (new."Number", new."SearchText");
            end;
            """);
        migrationBuilder.Sql("""
            create trigger "CustomerSearch_Update" after update of "SearchText" on "Customers" when old."SearchText" <> new."SearchText" begin
                insert into "CustomerSearch"("CustomerSearch", rowid, "Text") values ('delete', old."Number", old."SearchText");
                insert into "CustomerSearch"(rowid, "Text") values (new."Number", new."SearchText");
            end;
            """);
        migrationBuilder.Sql("""
            create trigger "CustomerSearch_Delete" after delete on "Customers" begin
                insert into "CustomerSearch"("CustomerSearch", rowid, "Text") values ('delete', old."Number", old."SearchText");
            end;
            """);
        // An e-mail address is found in any writing; only what is ASCII is stored, so both databases fold alike.
        migrationBuilder.Sql("""create index "IX_Customers_EmailKey" on "Customers" (lower("Email"));""");
        migrationBuilder.Sql("""create index "IX_Requests_ApplicantEmailKey" on "Requests" (lower("ApplicantEmail"));""");

        migrationBuilder.Sql("""create virtual table "OrganisationSearch" using fts5("Name", tokenize = 'trigram', content = '');""");
        migrationBuilder.Sql("""
            create trigger "OrganisationSearch_Insert" after insert on "Organisations" begin
                insert into "OrganisationSearch"(rowid, "Name") values (new."Number", new."SortName");
            end;
            """);
        migrationBuilder.Sql("""
            create trigger "OrganisationSearch_Update" after update of "SortName" on "Organisations" when old."SortName" <> new."SortName" begin
                insert into "OrganisationSearch"("OrganisationSearch", rowid, "Name") values ('delete', old."Number", old."SortName");
                insert into "OrganisationSearch"(rowid, "Name") values (new."Number", new."SortName");
            end;
            """);
        migrationBuilder.Sql("""
            create trigger "OrganisationSearch_Delete" after delete on "Organisations" begin
                insert into "OrganisationSearch"("OrganisationSearch", rowid, "Name") values ('delete', old."Number", old."SortName");
            end;
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var index in (string[])["OrganisationSearch", "CustomerSearch"])
        {
            foreach (var moment in (string[])["Insert", "Update", "Delete"])
                migrationBuilder.Sql($"""drop trigger "{index}_{moment}";""");
            migrationBuilder.Sql($"""drop table "{index}";""");
        }

        migrationBuilder.Sql("""drop index "IX_Requests_ApplicantEmailKey";""");
        migrationBuilder.Sql("""drop index "IX_Customers_EmailKey";""");
    }
}
