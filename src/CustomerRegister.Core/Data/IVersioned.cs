namespace CustomerRegister.Data;

/// <summary>A row that two people may edit at once: the second to save gets a concurrency error instead of winning silently.</summary>
public interface IVersioned
{
    long Version { get; set; }
}
