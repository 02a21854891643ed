namespace OutcomeApi.Http;

/// <summary>
/// Marks an answer that shows some callers the people behind its figures. Such a read is written to the audit log, with the purpose that the
/// caller stated.
/// </summary>
public interface IContainsPersonData;
