# SPDX-License-Identifier: Apache-2.0
# All examples as one project; their folders are as they are in Writ's own tree.
cmake_minimum_required(VERSION 3.25)
project(examples LANGUAGES C)

find_package(Writ REQUIRED)
file(GLOB examples CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt)
foreach(example IN LISTS examples)
	cmake_path(GET example PARENT_PATH folder)
	add_subdirectory(${folder})
endforeach()
