namespace CustomerRegister.Mail;

/// <summary>The address at which people reach the register: what links in mails begin with. Never taken from a request's Host header.</summary>
public sealed record PublicAddress(Uri Root)
{
    public string Link(string path) => new Uri(Root, path).AbsoluteUri;
}
