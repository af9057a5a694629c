using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Data;

/// <summary>The running numbers that people use: of customers, orders, requests and so on. Numbers may have gaps, never doubles.</summary>
public sealed class NumberSeries
{
    public const string Customers = "customers", Organisations = "organisations", Orders = "orders", Invoices = "invoices", Requests = "requests", RetentionRuns = "retention-runs", LegalHolds = "legal-holds", PaperRecords = "paper-records", Certificates = "certificates", AuditSeals = "audit-seals";

    private NumberSeries() { }

    public string Name { get; private set; } = "";
    public long Next { get; private set; }

    public static NumberSeries From(string name, long first) => new() { Name = name, Next = first };
}

internal sealed class NumberSeriesMapping : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> builder)
    {
        builder.HasKey(s => s.Name);
        builder.Property(s => s.Name).HasMaxLength(40);
        builder.HasData(
            new { Name = NumberSeries.Customers, Next = 1001L },
            new { Name = NumberSeries.Organisations, Next = 1001L },
            new { Name = NumberSeries.Orders, Next = 10001L },
            new { Name = NumberSeries.Invoices, Next = 50001L },
            new { Name = NumberSeries.Requests, Next = 101L },
            new { Name = NumberSeries.RetentionRuns, Next = 1L },
            new { Name = NumberSeries.LegalHolds, Next = 1L },
            new { Name = NumberSeries.PaperRecords, Next = 1L },
            new { Name = NumberSeries.Certificates, Next = 1L },
            new { Name = NumberSeries.AuditSeals, Next = 1L });
        builder.HoldsNoCustomerData("Counters.");
        builder.NeedsNoAudit("A counter; what takes a number is audited.");
    }
}
