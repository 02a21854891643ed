namespace OutcomeApi.Data;

/// <summary>
/// Runs something with the services of the program, as its settings make them. When they cannot be made, one line says why, and nothing is run.
/// </summary>
/// <param name="run">What is run. It returns an exit code.</param>
/// <returns>The exit code. 2: the services could not be made.</returns>
public delegate Task<int> OnServices(Func<IServiceProvider, Task<int>> run);
