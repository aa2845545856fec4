"""What Ollama's servers are published to say, one object a line as they send it."""

import json


def lines(*objects):
    return "".join(f"{json.dumps(json.loads(each))}\n" for each in objects)


# https://github.com/ollama/ollama/blob/main/docs/api.md#chat-request-streaming
SKY = lines(
    """{
  "model": "llama3.2",
  "created_at": "2023-08-04T08:52:19.385406455-07:00",
  "message": {
    "role": "assistant",
    "content": "The",
    "images": null
  },
  "done": false
}""",
    """{
  "model": "llama3.2",
  "created_at": "2023-08-04T19:22:45.499127Z",
  "done": true,
  "total_duration": 4883583458,
  "load_duration": 1334875,
  "prompt_eval_count": 26,
  "prompt_eval_duration": 342546000,
  "eval_count": 282,
  "eval_duration": 4535599000
}""",
)

# https://ollama.com/blog/streaming-tool; its first and last lines are left out there
TORONTO = lines(
    '{"model": "qwen3", "message": {"role": "assistant", "content": "<think>"}, "done": false}',
    """{
  "model": "qwen3",
  "created_at": "2025-05-27T22:54:57.641643Z",
  "message": {
    "role": "assistant",
    "content": "celsius"
  },
  "done": false
}""",
    """{
  "model": "qwen3",
  "created_at": "2025-05-27T22:54:57.673559Z",
  "message": {
    "role": "assistant",
    "content": "</think>"
  },
  "done": false
}""",
    """{
  "model": "qwen3",
  "created_at": "2025-05-27T22:54:58.100509Z",
  "message": {
    "role": "assistant",
    "content": "",
    "tool_calls": [
      {
        "function": {
          "name": "get_current_weather",
          "arguments": {
            "format": "celsius",
            "location": "Toronto"
          }
        }
      }
    ]
  },
  "done": false
}""",
    '{"model": "qwen3", "message": {"role": "assistant", "content": ""}, "done_reason": "stop", '
    '"done": true, "prompt_eval_count": 122, "eval_count": 33}',
)

# https://github.com/ollama/ollama/blob/main/docs/api.md#chat-request-with-tools: in one piece
PARIS = lines(
    """{
  "model": "llama3.2",
  "created_at": "2024-07-22T20:33:28.123648Z",
  "message": {
    "role": "assistant",
    "content": "",
    "tool_calls": [
      {
        "function": {
          "name": "get_current_weather",
          "arguments": {
            "format": "celsius",
            "location": "Paris, FR"
          }
        }
      }
    ]
  },
  "done_reason": "stop",
  "done": true,
  "total_duration": 885095291,
  "load_duration": 3753500,
  "prompt_eval_count": 122,
  "prompt_eval_duration": 328493000,
  "eval_count": 33,
  "eval_duration": 552222000
}"""
)

# https://github.com/ollama/ollama/blob/main/docs/api.md#load-a-model-1
LOADED = lines(
    """{
  "model": "llama3.2",
  "created_at":"2024-09-12T21:17:29.110811Z",
  "message": {
    "role": "assistant",
    "content": ""
  },
  "done_reason": "load",
  "done": true
}"""
)

# https://docs.ollama.com/api/errors
BROKE = '{"error":"an error was encountered while running the model"}\n'

# https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models
TAGS = """{
  "models": [
    {
      "name": "codellama:13b",
      "modified_at": "2023-11-04T14:56:49.277302595-07:00",
      "size": 7365960935,
      "digest": "9f438cb9cd581fc025612d27f7c1a6669ff83a8bb0ed86c94fcf4c5440555697",
      "details": {
        "format": "gguf",
        "family": "llama",
        "families": null,
        "parameter_size": "13B",
        "quantization_level": "Q4_0"
      }
    },
    {
      "name": "llama3:latest",
      "modified_at": "2023-12-07T09:32:18.757212583-08:00",
      "size": 3825819519,
      "digest": "fe938a131f40e6f6d40083c9f0f430a515233eb2edaa6d72eb85c50d64f2300e",
      "details": {
        "format": "gguf",
        "family": "llama",
        "families": null,
        "parameter_size": "7B",
        "quantization_level": "Q4_0"
      }
    }
  ]
}
"""

# https://github.com/ollama/ollama/blob/main/docs/api.md#show-model-information, shortened
LLAMA = {
    "parameters": 'num_keep                       24\nstop                           "<|eot_id|>"',
    "details": {"parent_model": "", "format": "gguf", "family": "llama"},
    "model_info": {
        "general.architecture": "llama",
        "general.parameter_count": 8030261248,
        "llama.attention.head_count": 32,
        "llama.context_length": 8192,
        "llama.embedding_length": 4096,
    },
}

# https://docs.ollama.com/api-reference/show-model-details, shortened
GEMMA = {
    "parameters": "temperature 0.7\nnum_ctx 2048",
    "capabilities": ["completion", "vision"],
    "model_info": {"gemma3.context_length": 131072},
}

# https://docs.ollama.com/capabilities/thinking
GPT_OSS = {"thinking": {"values": ["low", "medium", "high"], "default": "medium"}}

# https://docs.ollama.com/api/ps
PS = """{
  "models": [
    {
      "name": "gemma3",
      "model": "gemma3",
      "size": 6591830464,
      "digest": "a2af6cc3eb7fa8be8504abaf9b04e88f17a119ec3f04a3addf55f92841195f5a",
      "details": {
        "parent_model": "",
        "format": "gguf",
        "family": "gemma3",
        "families": [
          "gemma3"
        ],
        "parameter_size": "4.3B",
        "quantization_level": "Q4_K_M"
      },
      "expires_at": "2025-10-17T16:47:07.93355-07:00",
      "size_vram": 5333539264,
      "context_length": 4096
    }
  ]
}
"""
