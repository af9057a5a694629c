using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Staff;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Data;

/// <summary>
/// What an empty register begins with: the purposes of the notice (N2, N3, N7, N8, N33) and the first undertaking (N25). The uses that can be forbidden come to an older register too: they are made of it
/// whether or not anybody has written them down. Never overwrites.
/// </summary>
public sealed class LayDownDefaults(RegisterContext db, TimeProvider clock)
{
    public async Task Run(CancellationToken ct)
    {
        var known = await db.Purposes.Select(p => new { p.Code, p.Position }).ToListAsync(ct);
        var purposes = known.Count == 0 ? Purposes().ToList() : [];
        purposes.AddRange(UsesToForbid(after: known.Select(p => p.Position).Concat(purposes.Select(p => p.Position)).Max()).Where(purpose => known.TrueForAll(p => p.Code != purpose.Code)));
        db.AddRange(purposes);
        db.AddRange(purposes.Select(purpose => PurposeText.Of(purpose, clock)));

        if (!await db.Undertakings.AnyAsync(ct))
            db.Add(FirstUndertaking());
        if (!db.ChangeTracker.HasChanges())
            return;
        db.Add(AuditEntry.Of(Actor.System("start", "set-up"), AuditAction.DefaultsLaidDown, clock));
        await db.SaveChangesAsync(ct);
    }

    private IEnumerable<Purpose> Purposes()
    {
        yield return Of("customer-relationship", LegalBasis.Contract, 1,
            new("Asiakassuhteen hoitaminen", "Skötsel av kundförhållandet", "Managing the customer relationship"),
            new("Asiakasrekisterin ylläpito ja asiakassuhteen hoitaminen.", "Underhåll av kundregistret och skötsel av kundförhållandet.", "Keeping the customer register and looking after the customer relationship."));
        yield return Of("orders", LegalBasis.Contract, 2,
            new("Tilausten käsittely", "Hantering av beställningar", "Handling orders"),
            new("Tilausten hallinnointi, käsittely, laskutus ja arkistointi.", "Administration, behandling, fakturering och arkivering av beställningar.", "Administering, processing, invoicing and archiving orders."));
        yield return Of("accounting", LegalBasis.LegalObligation, 3,
            new("Kirjanpito", "Bokföring", "Accounting"),
            new("Laskut säilytetään kirjanpitolain vaatiman ajan.", "Fakturor bevaras den tid som bokföringslagen kräver.", "Invoices are kept for as long as the Accounting Act requires."));
        yield return Of("data-protection", LegalBasis.LegalObligation, 4,
            new("Tietosuojan toteuttaminen", "Genomförande av dataskyddet", "Keeping data protection"),
            new("Vastaamme tietojasi koskeviin pyyntöihin, noudatamme suostumuksiasi ja kieltojasi ja pidämme kirjaa siitä, kuka tietojasi käyttää.", "Vi svarar på begäranden om dina uppgifter, följer dina samtycken och förbud och för logg över vem som använder dina uppgifter.", "We answer requests about your data, follow your consents and bans, and keep a log of who uses your data."));
        yield return Of("development", LegalBasis.LegitimateInterest, 5,
            new("Toiminnan kehittäminen", "Utveckling av verksamheten", "Developing our operations"),
            new("Tietoja voidaan käyttää toimintamme kehittämiseen.", "Uppgifter kan användas för att utveckla vår verksamhet.", "Data may be used to develop our operations."));
        yield return Of("statistics", LegalBasis.LegitimateInterest, 6,
            new("Tilastot", "Statistik", "Statistics"),
            new("Asiakkaista ja tilauksista lasketaan tilastoja, joista ketään ei voi tunnistaa.", "Vi för statistik över kunder och beställningar där ingen kan identifieras.", "We count statistics of customers and orders in which nobody can be recognised."));
        yield return Of("personal-content", LegalBasis.Consent, 7,
            new("Henkilökohtainen sisältö verkkopalvelussa", "Personligt innehåll i webbtjänsten", "Personal content in the online service"),
            new("Näytämme verkkopalvelussamme sinulle valittua sisältöä aiempien tilaustesi perusteella.", "Vi visar innehåll i vår webbtjänst som är utvalt för dig utifrån dina tidigare beställningar.", "We show you content in our online service chosen on the basis of your earlier orders."));
        yield return Of("marketing", LegalBasis.Consent, 8,
            new("Sähköinen suoramarkkinointi", "Elektronisk direktmarknadsföring", "Electronic direct marketing"),
            new("Lähetämme sinulle uutisia ja tarjouksia sähköpostilla.", "Vi skickar nyheter och erbjudanden till dig per e-post.", "We send you news and offers by e-mail."));
        yield return Of(JoinedVisits.Purpose, LegalBasis.Consent, 9,
            new("Käyntien liittäminen asiakastietoihini", "Koppling av besök till mina kunduppgifter", "Joining visits to my customer data"),
            new("Kun olet kirjautunut, tallennamme asiakastietoihisi, milloin kävit, mitä sivuja avasit ja kuinka kauan, sekä selaimesi ja IP-osoitteesi. Näin voimme kehittää palvelua sen mukaan, miten asiakkaat sitä käyttävät. Edellytyksenä on, että olet sallinut käyntitilaston tällä laitteella. Kun perut suostumuksen, liitetyt käynnit poistetaan heti.",
                "När du är inloggad sparar vi i dina kunduppgifter när du besökte oss, vilka sidor du öppnade och hur länge, samt din webbläsare och IP-adress. Så kan vi utveckla tjänsten efter hur kunderna använder den. Förutsättningen är att du har tillåtit besöksstatistik på den här enheten. När du återkallar samtycket raderas de kopplade besöken genast.",
                "While you are signed in, we store in your customer data when you visited, which pages you opened and for how long, and your browser and IP address. In this way we can develop the service by how customers use it. This works only where you have allowed visit statistics on the device. When you withdraw the consent, the joined visits are deleted at once."));
    }

    private IEnumerable<Purpose> UsesToForbid(int after) => Enum.GetValues<BanKind>().Select(kind =>
    {
        var (name, description) = InWords(kind);
        return Of(BanPurposes.Of(kind), LegalBasis.LegitimateInterest, after + 1 + (int)kind, name, description);
    });

    private static (LocalizedText Name, LocalizedText Description) InWords(BanKind kind) => kind switch
    {
        BanKind.DirectMarketing => (
            new("Suoramarkkinointi", "Direktmarknadsföring", "Direct marketing"),
            new("Voimme lähettää sinulle mainoksia postitse. Sähköpostitse lähetämme niitä vain suostumuksellasi. Voit kieltää suoramarkkinoinnin milloin tahansa.",
                "Vi kan skicka reklam till dig per post. Per e-post skickar vi reklam bara med ditt samtycke. Du kan när som helst förbjuda direktmarknadsföring.",
                "We may send you advertising by post. We send it by e-mail only with your consent. You can forbid direct marketing at any time.")),
        BanKind.DistanceSelling => (
            new("Etämyynti", "Distansförsäljning", "Distance selling"),
            new("Voimme tarjota sinulle tuotteita ja palveluja ostettavaksi kirjeitse. Sähköpostitse tarjoamme niitä vain suostumuksellasi. Voit kieltää etämyynnin milloin tahansa.",
                "Vi kan erbjuda dig produkter och tjänster till försäljning per brev. Per e-post gör vi det bara med ditt samtycke. Du kan när som helst förbjuda distansförsäljning.",
                "We may offer you products and services for sale by letter. We do so by e-mail only with your consent. You can forbid distance selling at any time.")),
        BanKind.MarketResearch => (
            new("Markkinatutkimukset", "Marknadsundersökningar", "Market research"),
            new("Voimme pyytää sinua vastaamaan kyselyihin tuotteista ja palveluista. Voit kieltää tämän milloin tahansa.",
                "Vi kan be dig svara på frågor om produkter och tjänster. Du kan när som helst förbjuda detta.",
                "We may ask you to answer surveys about products and services. You can forbid this at any time.")),
        BanKind.OpinionPolls => (
            new("Mielipidetutkimukset", "Opinionsundersökningar", "Opinion polls"),
            new("Voimme pyytää sinua vastaamaan mielipidekyselyihin. Voit kieltää tämän milloin tahansa.",
                "Vi kan be dig svara på opinionsundersökningar. Du kan när som helst förbjuda detta.",
                "We may ask you to take part in opinion polls. You can forbid this at any time.")),
        BanKind.PublicationInLists => (
            new("Julkaiseminen luetteloissa", "Publicering i förteckningar", "Publication in lists"),
            new("Voimme julkaista nimesi ja yhteystietosi sähköisenä tai kirjallisena luettelona, esimerkiksi osoitetarroina suoramainoksia varten, ellet kiellä sitä. Voit kieltää julkaisemisen milloin tahansa: kerro siitä asiakaspalveluumme, lähetä sähköpostia, ota yhteyttä rekisterin yhteyshenkilöön tai merkitse kielto itse verkkopalvelussa.",
                "Vi kan publicera ditt namn och dina kontaktuppgifter som en elektronisk eller skriftlig förteckning, till exempel som adressetiketter för direktreklam, om du inte förbjuder det. Du kan när som helst förbjuda publiceringen: kontakta vår kundtjänst, skicka e-post, kontakta registrets kontaktperson eller ange förbudet själv i webbtjänsten.",
                "We may publish your name and contact details as an electronic or printed list, such as address labels for direct mail, unless you forbid it. You can forbid publication at any time: tell our customer service, send us an e-mail, contact the register's contact person, or set the ban yourself in the online service.")),
        BanKind.DisclosureForMarketing => (
            new("Luovuttaminen markkinointiin", "Utlämnande för marknadsföring", "Disclosure for marketing"),
            new("Markkinointia tai tutkimusta varten koottu luettelo voidaan antaa toiselle sen omaan käyttöön vain tietosuojailmoituksessa kerrotuilla perusteilla. Voit kieltää luovuttamisen milloin tahansa.",
                "En förteckning som har gjorts för marknadsföring eller undersökningar kan lämnas till någon annan för dennes eget bruk bara på de grunder som anges i dataskyddsinformationen. Du kan när som helst förbjuda utlämnandet.",
                "A list made for marketing or research may be given to somebody else for their own use only on the grounds stated in the privacy notice. You can forbid disclosure at any time.")),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private Purpose Of(string code, LegalBasis basis, int position, LocalizedText name, LocalizedText description) =>
        Purpose.Of(EntityKey.New<PurposeId>(clock), code, basis, position, name, description);

    private Undertaking FirstUndertaking() => Undertaking.Of(1, clock.Today(), new(
        """
        Sitoudun pitämään salassa kaikki henkilötiedot, jotka saan tietooni asiakasrekisteriä käyttäessäni. Käytän tietoja vain työtehtäviini enkä katso tietoja, joita en niihin tarvitse.
        En luovuta tietoja sivullisille enkä anna käyttäjätunnustani kenenkään muun käyttöön. Tiedän, että rekisterin käyttö kirjataan lokiin.
        Salassapitovelvollisuus jatkuu myös työ- tai toimeksiantosuhteen päätyttyä.
        """,
        """
        Jag förbinder mig att hemlighålla alla personuppgifter som jag får kännedom om när jag använder kundregistret. Jag använder uppgifterna endast för mina arbetsuppgifter och tar inte del av uppgifter som jag inte behöver för dem.
        Jag lämnar inte ut uppgifter till utomstående och låter ingen annan använda mina inloggningsuppgifter. Jag är medveten om att användningen av registret loggas.
        Tystnadsplikten fortsätter även efter att anställningen eller uppdraget har upphört.
        """,
        """
        I undertake to keep secret all personal data that I learn of when using the customer register. I use the data only for my duties and do not look at data that I do not need for them.
        I do not pass data on to outsiders, and I let nobody else use my account. I know that the use of the register is logged.
        The duty of confidentiality continues after my employment or assignment has ended.
        """));
}
