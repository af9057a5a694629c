using CustomerRegister.Customers;

namespace CustomerRegister.Visits;

/// <summary>What is told to the <see cref="VisitLog"/>.</summary>
public abstract record VisitEvent(DateTime At);

/// <summary>A page was opened in a browser that allows it to be logged.</summary>
/// <param name="Id">By which the page itself tells when it is left.</param>
/// <param name="Visitor">The hash of the browser's key.</param>
/// <param name="Customer">Who is signed in; null for nobody.</param>
/// <param name="Page">As in <see cref="PageView.Page"/>.</param>
public sealed record PageSeen(PageViewId Id, string Visitor, CustomerId? Customer, string Page, VisitorPlace From, DateTime At) : VisitEvent(At);

/// <summary>A page was left or hidden.</summary>
public sealed record PageLeft(PageViewId Id, DateTime At) : VisitEvent(At);

/// <summary>Whoever sits at a browser has had everything deleted that it told before.</summary>
/// <param name="Visitor">The hash of the browser's key.</param>
public sealed record VisitorForgotten(string Visitor, DateTime At) : VisitEvent(At);

/// <summary>From where and with what.</summary>
/// <param name="Browser">In words that its owner knows again, such as <c>Firefox, Windows</c>; null for one that nobody knows.</param>
public sealed record VisitorPlace(string? IpAddress, string? Browser);
