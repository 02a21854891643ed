namespace OutcomeApi.Http;

/// <summary>An answer that tells some callers who stands behind its figures. Such a read is in the audit, with its purpose.</summary>
public interface IContainsPersonData;
