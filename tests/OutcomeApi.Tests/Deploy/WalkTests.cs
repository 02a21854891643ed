namespace OutcomeApi.Tests.Deploy;

/// <summary>The walk that the public workflow takes through the containers, here through a node, and through the proxy with one of two nodes down.</summary>
public sealed class WalkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] Ends = ["ok: women to work or studies: 0 of 0 before, 1 of 1 after", "ok: the key is revoked"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-walk-");

    public void Dispose() => _folder.Delete(recursive: true);

    [InstalledFact("bash", "curl", "jq")]
    public async Task A_node_is_walked_again_and_again_and_a_wrong_key_ends_the_walk()
    {
        using var service = await ServiceProcess.StartAsync(_folder.FullName);
        var first = await WalkAsync(service.Address, ApiFactory.AdministratorKey, "OUTCOME_API_PROXY=no");
        first.Code.ShouldBe(0, first.Output + first.Errors);
        first.Output.Trim().Split('\n')[^2..].ShouldBe(Ends);
        var second = await WalkAsync(service.Address, ApiFactory.AdministratorKey, "OUTCOME_API_PROXY=no");
        second.Code.ShouldBe(0, second.Output + second.Errors);
        second.Output.ShouldContain("ok: women to work or studies: 1 of 1 before, 2 of 2 after");

        var wrong = await WalkAsync(service.Address, "ok_wrong", "OUTCOME_API_PROXY=no");
        wrong.Code.ShouldBe(1);
        wrong.Errors.ShouldContain("not ok: 401, where 201,200,428 was expected");

        // A node itself shows what is for operators; a proxy does not.
        (await WalkAsync(service.Address, ApiFactory.AdministratorKey, string.Empty)).Errors.ShouldContain("not ok: ");
    }

    [InstalledFact("nginx", "curl", "jq")]
    public async Task The_proxy_is_walked_with_one_of_two_nodes_down()
    {
        using var service = await ServiceProcess.StartAsync(_folder.FullName, ApiFactory.AdministratorKey, ("Proxy__Known", "127.0.0.1"));
        using var proxy = new NginxProxy("127.0.0.1:1", service.Address.Authority);
        await proxy.StartAsync();

        var (code, output, errors) = await WalkAsync(proxy.Address, ApiFactory.AdministratorKey, string.Empty, proxy.Certificate);

        code.ShouldBe(0, output + errors);
        output.Trim().Split('\n')[^3..].ShouldBe([.. Ends, "ok: what is for operators is not outside"]);

        // The node that is down was tried, and the other one answered.
        proxy.Log.ShouldContain($"to=127.0.0.1:1, {service.Address.Authority} answered=502, 20");
    }

    private async Task<(int Code, string Output, string Errors)> WalkAsync(Uri address, string key, string variable, string certificate = "")
    {
        var file = Path.Combine(_folder.FullName, "key");
        await File.WriteAllTextAsync(file, key + "\n");
        return await ServiceProcess.RunScriptAsync(
            _folder.FullName, $"{variable} bash {Repository.Root}/deploy/walk.sh {address} {file} {certificate}", Patience);
    }
}
