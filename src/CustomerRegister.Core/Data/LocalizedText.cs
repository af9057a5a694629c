namespace CustomerRegister.Data;

/// <summary>A text that the controller writes in each of the register's languages.</summary>
public sealed record LocalizedText(string Fi, string Sv, string En)
{
    public string In(Language language) => language switch
    {
        Language.Sv => Sv,
        Language.En => En,
        _ => Fi,
    };
}
