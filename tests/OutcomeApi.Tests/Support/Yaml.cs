using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace OutcomeApi.Tests.Support;

/// <summary>YAML as JSON: what is merged (<c>&lt;&lt;</c>) stands where it belongs.</summary>
public static class Yaml
{
    public static JsonObject Read(string yaml)
    {
        using var reader = new StringReader(yaml);
        var value = new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(reader)));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(value))!.AsObject();
    }
}
