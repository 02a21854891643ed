namespace OutcomeApi.Pipeline;

/// <summary>A request that changes something. It runs in one transaction, which is committed only if the request succeeds.</summary>
public interface ICommand<T> : IRequest<Result<T>>, ICommand
    where T : class;

/// <summary>Marks the requests that run in a transaction.</summary>
public interface ICommand;

/// <summary>Marks the commands that take a few milliseconds at most. The database may commit several of them together.</summary>
public interface IShortCommand : ICommand;
