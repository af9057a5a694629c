namespace CustomerRegister.Requests;

/// <summary>Whether a decision counts only when a second person has confirmed it: a setting.</summary>
public sealed record DecisionConfirmation(bool FourEyes);
