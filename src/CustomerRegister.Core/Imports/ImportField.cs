using System.Collections.Frozen;
using CustomerRegister.Customers;

namespace CustomerRegister.Imports;

/// <summary>A value of the register that a column of a file can go to.</summary>
public enum ImportField
{
    /// <summary>The customer's key in the system that the file comes from.</summary>
    CustomerKey,
    /// <summary>The organisation's key in that system; where no column has it, the customer's key stands for the organisation too.</summary>
    CompanyKey,
    CompanyName,
    BusinessId,
    /// <summary>First and last name in one: see <see cref="ContactName"/>.</summary>
    ContactName,
    FirstName,
    LastName,
    JobTitle,
    Street,
    PostalCode,
    City,
    Region,
    Country,
    Phone,
    Mobile,
    Fax,
    Email,
    Website,
    Language,
    RelationshipStart,

    /// <summary>The order's key in the system that the file comes from.</summary>
    OrderKey,
    OrderedOn,
    RequiredOn,
    DeliveredOn,
    Currency,
    Freight,
    DeliveryName,
    DeliveryStreet,
    DeliveryPostalCode,
    DeliveryCity,
    DeliveryRegion,
    DeliveryCountry,

    Product,
    UnitPrice,
    Quantity,
    /// <summary>A fraction such as 0.05, or with a percent sign.</summary>
    Discount,

    /// <summary>Our own number of the customer, as it stands on letters.</summary>
    CustomerNumber,
    /// <summary>What the register has so far, in files that tell old and new; without them, the new name is looked for.</summary>
    OldContactName,
    OldFirstName,
    OldLastName,
    OldStreet,
    OldPostalCode,
}

/// <param name="Headings">Column headings that mean this field, folded and without spaces; the first fitting column gets it.</param>
public sealed record ImportFieldRule(ImportField Field, bool IsRequired, IReadOnlyList<string> Headings);

/// <summary>The fields of each kind of file, and the headings they are known by.</summary>
public static class ImportFields
{
    private static readonly FrozenDictionary<ImportKind, IReadOnlyList<ImportFieldRule>> Rules = new Dictionary<ImportKind, IReadOnlyList<ImportFieldRule>>
    {
        [ImportKind.Customers] =
        [
            Required(ImportField.CustomerKey, "customerid", "customerkey", "customernumber", "customerno", "asiakasnumero", "asiakasnro", "asiakastunnus", "kundnummer", "kundnr", "id"),
            Optional(ImportField.CompanyKey, "companyid", "organisationid", "organizationid", "yritystunnus", "organisaatiotunnus", "foretagsid"),
            Optional(ImportField.CompanyName, "companyname", "company", "organisation", "organization", "yritys", "yrityksennimi", "yritysnimi", "organisaatio", "foretag", "foretagsnamn"),
            Optional(ImportField.BusinessId, "businessid", "ytunnus", "fonummer", "vatid"),
            Optional(ImportField.ContactName, "contactname", "contact", "fullname", "name", "nimi", "yhteyshenkilo", "asiakkaannimi", "namn", "kontaktperson"),
            Optional(ImportField.FirstName, "firstname", "givenname", "forename", "etunimi", "etunimet", "fornamn"),
            Optional(ImportField.LastName, "lastname", "familyname", "surname", "sukunimi", "efternamn"),
            Optional(ImportField.JobTitle, "contacttitle", "title", "jobtitle", "titteli", "tehtava", "titel"),
            Optional(ImportField.Street, "address", "street", "streetaddress", "osoite", "katuosoite", "lahiosoite", "postiosoite", "adress", "gatuadress"),
            Optional(ImportField.PostalCode, "postalcode", "postcode", "zip", "zipcode", "postinumero", "postinro", "postnummer"),
            Optional(ImportField.City, "city", "town", "postitoimipaikka", "kaupunki", "paikkakunta", "postort", "ort", "stad"),
            Optional(ImportField.Region, "region", "state", "province", "county", "alue", "maakunta", "lan"),
            Optional(ImportField.Country, "country", "maa", "land"),
            Optional(ImportField.Phone, "phone", "telephone", "phonenumber", "puhelin", "puhelinnumero", "puh", "telefon", "telefonnummer"),
            Optional(ImportField.Mobile, "mobile", "mobilephone", "cell", "matkapuhelin", "gsm", "kannykka", "mobil", "mobiltelefon"),
            Optional(ImportField.Fax, "fax", "faksi", "telefax"),
            Optional(ImportField.Email, "email", "emailaddress", "mail", "sahkoposti", "sahkopostiosoite", "epost", "epostadress"),
            Optional(ImportField.Website, "website", "www", "web", "homepage", "url", "kotisivu", "verkkosivu", "webbplats", "hemsida"),
            Optional(ImportField.Language, "language", "lang", "kieli", "asiointikieli", "sprak"),
            Optional(ImportField.RelationshipStart, "relationshipstart", "customersince", "since", "asiakkuusalkoi", "asiakkuudenalku", "asiakasalkaen", "kundsedan"),
        ],
        [ImportKind.Orders] =
        [
            Required(ImportField.OrderKey, "orderid", "orderkey", "ordernumber", "orderno", "tilausnumero", "tilausnro", "tilaustunnus", "ordernummer", "bestallningsnummer", "id"),
            Required(ImportField.CustomerKey, "customerid", "customerkey", "customernumber", "customerno", "asiakasnumero", "asiakasnro", "asiakastunnus", "kundnummer", "kundnr"),
            Required(ImportField.OrderedOn, "orderdate", "ordered", "orderedon", "date", "tilauspaiva", "tilauspvm", "tilattu", "paiva", "pvm", "orderdatum", "bestallningsdatum", "datum"),
            Optional(ImportField.RequiredOn, "requireddate", "requiredon", "duedate", "toivottutoimituspaiva", "toimitettavaviimeistaan", "onskatleveransdatum"),
            Optional(ImportField.DeliveredOn, "shippeddate", "delivereddate", "deliveredon", "toimituspaiva", "toimituspvm", "toimitettu", "leveransdatum", "levererad"),
            Optional(ImportField.Currency, "currency", "valuutta", "valuta"),
            Optional(ImportField.Freight, "freight", "shipping", "rahti", "toimituskulut", "frakt"),
            Optional(ImportField.DeliveryName, "shipname", "deliveryname", "vastaanottaja", "toimitusnimi", "mottagare"),
            Optional(ImportField.DeliveryStreet, "shipaddress", "deliveryaddress", "toimitusosoite", "leveransadress"),
            Optional(ImportField.DeliveryPostalCode, "shippostalcode", "deliverypostalcode", "toimituspostinumero", "leveranspostnummer"),
            Optional(ImportField.DeliveryCity, "shipcity", "deliverycity", "toimituspostitoimipaikka", "toimituskaupunki", "leveransort"),
            Optional(ImportField.DeliveryRegion, "shipregion", "deliveryregion"),
            Optional(ImportField.DeliveryCountry, "shipcountry", "deliverycountry", "toimitusmaa", "leveransland"),
        ],
        [ImportKind.OrderLines] =
        [
            Required(ImportField.OrderKey, "orderid", "orderkey", "ordernumber", "orderno", "tilausnumero", "tilausnro", "tilaustunnus", "ordernummer", "bestallningsnummer"),
            Required(ImportField.Product, "productname", "product", "item", "tuote", "tuotenimi", "nimike", "produkt", "produktnamn"),
            Required(ImportField.UnitPrice, "unitprice", "price", "yksikkohinta", "ahinta", "hinta", "apris", "pris", "enhetspris"),
            Required(ImportField.Quantity, "quantity", "qty", "amount", "maara", "kpl", "antal", "mangd"),
            Optional(ImportField.Discount, "discount", "alennus", "ale", "rabatt"),
        ],
        [ImportKind.Updates] =
        [
            Optional(ImportField.CustomerNumber, "customernumber", "customerno", "asiakasnumero", "asiakasnro", "kundnummer", "kundnr"),
            Optional(ImportField.CustomerKey, "customerkey", "customerid", "asiakastunnus", "kundid", "id"),
            Optional(ImportField.OldContactName, "oldname", "previousname", "vanhanimi", "entinennimi", "gammaltnamn", "tidigarenamn"),
            Optional(ImportField.OldFirstName, "oldfirstname", "vanhaetunimi", "gammaltfornamn"),
            Optional(ImportField.OldLastName, "oldlastname", "vanhasukunimi", "entinensukunimi", "gammaltefternamn"),
            Optional(ImportField.OldStreet, "oldaddress", "oldstreet", "previousaddress", "vanhaosoite", "vanhakatuosoite", "entinenosoite", "vanhalahiosoite", "gammaladress", "tidigareadress"),
            Optional(ImportField.OldPostalCode, "oldpostalcode", "oldpostcode", "vanhapostinumero", "gammaltpostnummer"),
            Optional(ImportField.ContactName, "newname", "fullname", "name", "uusinimi", "nimi", "nyttnamn", "namn"),
            Optional(ImportField.FirstName, "newfirstname", "firstname", "uusietunimi", "etunimi", "etunimet", "nyttfornamn", "fornamn"),
            Optional(ImportField.LastName, "newlastname", "lastname", "surname", "uusisukunimi", "sukunimi", "nyttefternamn", "efternamn"),
            Optional(ImportField.Street, "newaddress", "newstreet", "address", "street", "uusiosoite", "uusikatuosoite", "osoite", "katuosoite", "lahiosoite", "nyadress", "adress", "gatuadress"),
            Optional(ImportField.PostalCode, "newpostalcode", "newpostcode", "postalcode", "postcode", "uusipostinumero", "postinumero", "nyttpostnummer", "postnummer"),
            Optional(ImportField.City, "newcity", "city", "town", "uusipostitoimipaikka", "postitoimipaikka", "kaupunki", "nypostort", "postort", "ort"),
            Optional(ImportField.Region, "region", "state", "province", "alue", "lan"),
            Optional(ImportField.Country, "country", "maa", "land"),
            Optional(ImportField.Email, "email", "emailaddress", "sahkoposti", "sahkopostiosoite", "epost", "epostadress"),
            Optional(ImportField.Phone, "phone", "telephone", "puhelin", "puhelinnumero", "telefon", "telefonnummer"),
            Optional(ImportField.Mobile, "mobile", "mobilephone", "matkapuhelin", "gsm", "mobil", "mobiltelefon"),
        ],
    }.ToFrozenDictionary();

    public static IReadOnlyList<ImportFieldRule> Of(ImportKind kind) => Rules[kind];

    /// <summary>A heading as it is compared: folded, and without the spaces that <c>postal code</c> and <c>postal_code</c> have.</summary>
    internal static string Compared(string heading) => SearchText.Fold(heading).Replace(" ", "", StringComparison.Ordinal);

    private static ImportFieldRule Required(ImportField field, params string[] headings) => new(field, true, headings);

    private static ImportFieldRule Optional(ImportField field, params string[] headings) => new(field, false, headings);
}
