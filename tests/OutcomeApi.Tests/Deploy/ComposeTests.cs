using Microsoft.Extensions.Configuration;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Deploy;

/// <summary>What must hold of the containers, as far as it can be read. The public workflow starts and walks them.</summary>
public sealed class ComposeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Nodes = ["outcome-api-1", "outcome-api-2"];

    private static readonly JsonObject Compose = Yaml.Read(Repository.Read("compose.yaml"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-compose-");

    private static JsonObject Services => Compose["services"]!.AsObject();

    public void Dispose() => _folder.Delete(recursive: true);

    [InstalledFact("docker-compose")]
    public async Task Compose_understands_it()
    {
        (await ConfigAsync("compose.yaml")).Code.ShouldBe(0, (await ConfigAsync("compose.yaml")).Errors);

        var broken = Path.Combine(_folder.FullName, "broken.yaml");
        await File.WriteAllTextAsync(broken, Repository.Read("compose.yaml").Replace("depends_on:", "depend_on:", StringComparison.Ordinal));
        (await ConfigAsync(broken)).Code.ShouldNotBe(0);
    }

    [Fact]
    public void Every_container_has_limits_and_all_but_the_database_may_nothing()
    {
        Services.Select(service => service.Key).Order(StringComparer.Ordinal)
            .ShouldBe(["database", "database-roles", "migrate", "outcome-api-1", "outcome-api-2", "proxy"]);
        foreach (var (name, service) in Services)
        {
            var limits = service!["deploy"]!["resources"]!["limits"]!;
            limits["memory"].ShouldNotBeNull(name);
            limits["cpus"].ShouldNotBeNull(name);
            service["pids_limit"].ShouldNotBeNull(name);
            service["image"]!.GetValue<string>().ShouldContain(":", customMessage: name);
            service["image"]!.GetValue<string>().ShouldNotEndWith(":latest", customMessage: name);
            service["privileged"].ShouldBeNull(name);
            if (name == "database")
            {
                continue;
            }

            service["read_only"]!.ToString().ShouldBe("true", name);
            Texts(service["cap_drop"]).ShouldBe(["ALL"], name);
            service["cap_add"].ShouldBeNull(name);
            Texts(service["security_opt"]).ShouldBe(["no-new-privileges:true"], name);
            Texts(service["tmpfs"]).ShouldHaveSingleItem(name).ShouldStartWith("/tmp:");
        }
    }

    [Fact]
    public void Each_waits_for_what_it_needs_and_only_the_proxy_is_reached_from_outside()
    {
        ShouldWait("database-roles", ("database", "service_healthy"));
        ShouldWait("migrate", ("database-roles", "service_completed_successfully"));
        foreach (var node in Nodes)
        {
            ShouldWait(node, ("migrate", "service_completed_successfully"));
        }

        ShouldWait("proxy", [.. Nodes.Select(node => (node, "service_healthy"))]);
        Services.Where(service => service.Value!["ports"] is not null).Select(service => service.Key).ShouldBe(["proxy"]);
        Compose["networks"]!["inside"]!["internal"]!.ToString().ShouldBe("true");
        Services["database"]!["networks"]!.AsArray().Select(network => network!.ToString()).ShouldBe(["inside"]);
    }

    [Fact]
    public void Nodes_believe_the_proxy_and_the_proxy_finds_the_nodes()
    {
        string AddressOf(string service) => Services[service]!["networks"]!["outside"]!["ipv4_address"]!.ToString();
        var proxy = Repository.Read("deploy/nginx.conf");
        var known = Texts(Services["proxy"]!["extra_hosts"]);
        foreach (var node in Nodes)
        {
            Services[node]!["environment"]!["Proxy__Known"]!.ToString().ShouldBe(AddressOf("proxy"));
            known.ShouldContain($"{node}:{AddressOf(node)}");
            proxy.ShouldContain($"server {node}:8080 ");
        }
    }

    [InstalledFact("bash", "openssl")]
    public async Task Secrets_are_made_once_and_are_what_the_program_allows()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "deploy"));
        File.Copy(Path.Combine(Repository.Root, "deploy/secrets.sh"), Path.Combine(_folder.FullName, "deploy/secrets.sh"));
        var made = await MakeAsync();
        made.Code.ShouldBe(0, made.Errors);
        var secrets = new DirectoryInfo(Path.Combine(_folder.FullName, "secrets"));
        secrets.UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Repository.Read(".gitignore").Split('\n').ShouldContain("secrets/");

        // Every file that is handed over is there, and what is there is handed over.
        Compose["secrets"]!.AsObject().Select(secret => secret.Value!["file"]!.ToString()).Order(StringComparer.Ordinal)
            .ShouldBe(secrets.GetFiles().Select(file => "secrets/" + file.Name).Order(StringComparer.Ordinal));
        var used = Services.SelectMany(service => service.Value!["secrets"] as JsonArray ?? []).Select(SourceOf).Distinct();
        used.Order(StringComparer.Ordinal).ShouldBe(Compose["secrets"]!.AsObject().Select(secret => secret.Key).Order(StringComparer.Ordinal));

        foreach (var service in (string[])[.. Nodes, "migrate"])
        {
            Settings.FaultsOf(ConfigurationOf(service, secrets.FullName)).ShouldBeEmpty(service);
            Settings.UnknownOf(ConfigurationOf(service, secrets.FullName)).ShouldBeEmpty(service);
        }

        ConfigurationOf("migrate", secrets.FullName)["Database:ConnectionString"]!.ShouldContain("outcome_migrate");
        ConfigurationOf(Nodes[0], secrets.FullName)["Database:ConnectionString"]!.ShouldContain("outcome_run");

        // Once made they stay.
        var before = secrets.GetFiles().ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName));
        (await MakeAsync()).Output.ShouldBeEmpty();
        secrets.GetFiles().ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName)).ShouldBe(before, ignoreOrder: true);
    }

    private static string SourceOf(JsonNode? secret) => secret is JsonObject named ? named["source"]!.ToString() : secret!.ToString();

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(text => text!.ToString())];

    private static void ShouldWait(string service, params (string For, string Until)[] waits) =>
        Services[service]!["depends_on"]!.AsObject().Select(wait => (wait.Key, wait.Value!["condition"]!.ToString())).ShouldBe(waits, service);

    /// <summary>What the program of a container reads: the variables, and the files that it is handed by name.</summary>
    private IConfiguration ConfigurationOf(string service, string secrets)
    {
        var handed = Directory.CreateDirectory(Path.Combine(_folder.FullName, "handed-" + service));
        foreach (var secret in Services[service]!["secrets"]!.AsArray())
        {
            var target = secret is JsonObject named ? named["target"]!.ToString() : secret!.ToString();
            var file = Path.GetFileName(Compose["secrets"]![SourceOf(secret)]!["file"]!.ToString());
            File.Copy(Path.Combine(secrets, file), Path.Combine(handed.FullName, target), overwrite: true);
        }

        var configuration = new ConfigurationBuilder();
        SecretFiles.AddTo(configuration, [handed.FullName]);
        return configuration.AddInMemoryCollection(Services[service]!["environment"]!.AsObject()
            .Select(variable => KeyValuePair.Create(variable.Key.Replace("__", ":", StringComparison.Ordinal), (string?)ValueOf(variable.Value!.ToString()))))
            .Build();
    }

    /// <summary>The value of a variable that nobody has set: <c>${NAME:-value}</c>.</summary>
    private static string ValueOf(string text) => text.StartsWith("${", StringComparison.Ordinal) ? text.TrimEnd('}').Split(":-")[1] : text;

    private static Task<(int Code, string Output, string Errors)> ConfigAsync(string file) =>
        ServiceProcess.RunScriptAsync(Repository.Root, $"docker-compose -f {file} config --quiet", Patience);

    private Task<(int Code, string Output, string Errors)> MakeAsync() =>
        ServiceProcess.RunScriptAsync(_folder.FullName, "bash deploy/secrets.sh", Patience);
}
